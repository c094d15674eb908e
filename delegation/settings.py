"""One file. The environment is the only difference between machines."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

SECRET_KEY = env("SECRET_KEY", default="only-for-trying-it-out")
DEBUG = env.bool("DEBUG", default=False)
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "inventory",
    "delegation",
]
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{ROOT / 'data' / 'relay.sqlite3'}")}
