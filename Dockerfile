# One image for web, portal, worker, clock and migrate; docker-compose.yml says which is which.
FROM python:3.13-slim-bookworm AS packages
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/relay \
 && /opt/relay/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/runtime.txt

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin relay \
 && install -d -o relay -g relay /data
# Production, whoever starts it: it listens to everybody, so a forgotten setting must stop it and not open it.
ENV PATH=/opt/relay/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 RELAY_MODE=production
WORKDIR /relay
COPY --from=packages /opt/relay /opt/relay
COPY manage.py ./
COPY delegation delegation
COPY inventory inventory
COPY portal portal
COPY templates templates
COPY static static
# The static files get their hashed names here; the key is of no use afterwards.
RUN ALLOWED_HOSTS=localhost DATABASE_URL=sqlite:////tmp/none.sqlite3 \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(32))')" \
    python manage.py collectstatic --no-input
USER relay
EXPOSE 8000
CMD ["gunicorn", "delegation.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--no-control-socket"]
