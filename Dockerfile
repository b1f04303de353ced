# One image for web, worker and beat. Built in two steps: wheels first, then a slim image without compilers.
FROM python:3.11-slim-bookworm AS wheels
WORKDIR /build
COPY requirements.txt .
RUN pip wheel --no-cache-dir --require-hashes --wheel-dir /wheels -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home ocop
COPY --from=wheels /wheels /wheels
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --no-index --find-links=/wheels --require-hashes -r /tmp/requirements.txt && rm -rf /wheels
WORKDIR /app
COPY --chown=ocop:ocop . .
# Static files get hashed names in the image; no database and no secret of the running portal is needed for that.
RUN mkdir -p /app/var/media && python manage.py collectstatic --noinput --verbosity 0 && rm -f /app/var/secret_key \
    && chown -R ocop:ocop /app/var /app/staticfiles
USER ocop
VOLUME ["/app/var"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
    CMD ["python", "-c", "import urllib.request,sys; sys.exit(urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4).status != 200)"]
CMD ["gunicorn", "ocop_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--worker-class", "gthread", "--threads", "4", "--keep-alive", "30", "--max-requests", "5000", "--max-requests-jitter", "500"]
