"""How gunicorn runs `web.app:create_app()`. WEB_CONCURRENCY sets how many processes, one when left out.

No access log: the addresses of personal sentences would stand in it.
"""

bind = "127.0.0.1:5056"
worker_class = "gthread"
threads = 16
timeout = 30
graceful_timeout = 10
keepalive = 75  # longer than any client keeps a connection
accesslog = None
loglevel = "warning"
