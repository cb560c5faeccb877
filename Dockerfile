# keyworth in a container: no root, no network, nothing written but the folder that is mounted.
#
#   docker build -t keyworth .                                    # with sentence-transformers and torch
#   docker build -t keyworth:small --build-arg TORCH=no .         # without: audit, review and the shipped encoders
#   PIP_EXTRA_INDEX_URL, as a build argument, may name an index of torch for processors alone, which is far smaller.
#   docker run --rm --network none --read-only --tmpfs /tmp --user "$(id -u):$(id -g)" -v "$PWD:/data" \
#     keyworth audit exports/ --out audit-june
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir hatchling==1.33.0 \
 && pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.13-slim
ARG TORCH=yes
ARG PIP_EXTRA_INDEX_URL=
COPY constraints.txt requirements-without-torch.txt /tmp/
COPY --from=build /wheels /wheels
RUN if [ "$TORCH" = yes ]; then \
      pip install --no-cache-dir -c /tmp/constraints.txt /wheels/*.whl; \
    else \
      pip install --no-cache-dir --no-deps -r /tmp/requirements-without-torch.txt /wheels/*.whl; \
    fi \
 && rm -rf /wheels /tmp/*.txt \
 && keyworth --version
ENV HF_HUB_OFFLINE=1 KEYWORTH_CACHE=/tmp/keyworth PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["keyworth"]
CMD ["--help"]
