"""Doctors' rotas as PDF files, read into availability: who is in, on which day, from when to when."""
