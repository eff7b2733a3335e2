-- CreateTable
CREATE TABLE "request_tokens" (
    "key" TEXT NOT NULL,
    "granted" INTEGER NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "request_tokens_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "send_log" (
    "key" TEXT NOT NULL,
    "times" DOUBLE PRECISION[],
    "taken" BOOLEAN NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_log_pkey" PRIMARY KEY ("key")
);
