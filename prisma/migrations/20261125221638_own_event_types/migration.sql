-- CreateTable
CREATE TABLE "event_type" (
    "workspace_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "description_template" TEXT NOT NULL,
    "samples" JSON NOT NULL,
    "context_schema" JSON NOT NULL,
    "schema_given" BOOLEAN NOT NULL,
    "default_template" TEXT NOT NULL,
    "template_given" BOOLEAN NOT NULL,
    "revision" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_type_pkey" PRIMARY KEY ("workspace_id","key")
);

-- AddForeignKey
ALTER TABLE "event_type" ADD CONSTRAINT "event_type_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
