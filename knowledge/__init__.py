"""What a clinic knows about itself: its clinic file, its rotas, and how rotas are read."""
