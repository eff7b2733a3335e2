-- CreateTable
CREATE TABLE "inbox" (
    "workspace_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "status" SMALLINT NOT NULL DEFAULT 200,
    "delay_seconds" SMALLINT NOT NULL DEFAULT 0,
    "retry_after_seconds" INTEGER,
    "answers_left" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "inbox_request" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "method" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "headers" JSON NOT NULL,
    "body" BYTEA NOT NULL,
    "truncated" BOOLEAN NOT NULL,
    "address" TEXT,
    "status" SMALLINT NOT NULL,
    "delivery_id" TEXT,
    "signature" JSON NOT NULL,

    CONSTRAINT "inbox_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "inbox_token_key" ON "inbox"("token");

-- CreateIndex
CREATE INDEX "inbox_request_workspace_id_id_idx" ON "inbox_request"("workspace_id", "id");

-- AddForeignKey
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbox_request" ADD CONSTRAINT "inbox_request_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "inbox"("workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;
