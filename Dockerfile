# Web and worker of compose.yaml. Anything that runs Node.js can run `npm start` without it.
FROM node:22-bookworm-slim
WORKDIR /app
RUN chown node:node /app
USER node
COPY --chown=node:node . .
# What `npm start` does at its first start: install, generate, build.
RUN node -e "import('/app/scripts/prepare.mjs').then(async (prepare) => { \
  await prepare.ensureInstalled(); await prepare.ensureGenerated(); await prepare.ensureBuilt() })"
CMD ["node", "scripts/start.mjs"]
