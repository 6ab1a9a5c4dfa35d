# The portal as an image: web, worker, deliveries and beat run from it with the commands of the Procfile.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

COPY requirements.lock .
RUN pip install --no-cache-dir --quiet --require-hashes -r requirements.lock

COPY . .

# Catalogue and static files belong to the image. These keys exist for this one command and sign nothing.
RUN pybabel --quiet compile --domain django --directory locale \
    && SECRET_KEY=building FIELD_ENCRYPTION_KEYS=building INDEX_KEYS=building python manage.py collectstatic --noinput --verbosity 0

# The portal owns nothing but what it writes.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal \
    && mkdir -p var/files audit-heads && chown -R portal:portal var audit-heads
USER portal
VOLUME /app/var/files

EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "governance.wsgi"]
