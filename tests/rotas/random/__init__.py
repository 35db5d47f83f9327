"""Random rotas in random layouts, with their gold: python -m tests.rotas.random FIRST LAST [--browser] [--keep DIR]"""
