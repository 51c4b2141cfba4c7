FROM node:20-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm pack --pack-destination /tmp
# The packed program and the locked versions of what it needs.
WORKDIR /tessera
RUN tar -xzf /tmp/tessera-*.tgz --strip-components=1 && cp /src/package-lock.json /src/.npmrc . && npm ci --omit=dev

FROM node:20-slim
COPY --from=build /tessera /opt/tessera
RUN ln -s /opt/tessera/bin/tessera /usr/local/bin/tessera && mkdir /data && chown node /data
USER node
WORKDIR /data
ENV HOST=0.0.0.0 NODE_ENV=production
EXPOSE 4000
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4000) + '/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["tessera", "serve", "--model", "/model"]
