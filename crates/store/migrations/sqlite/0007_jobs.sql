-- Work that the server does by itself: mails. Each is done at least once; the key keeps it from being asked for twice. Outside the evidence log.
CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    kind TEXT NOT NULL,                    -- digest_plan, digest
    key TEXT NOT NULL,                     -- what it is about, the same for the same work
    member BLOB,                           -- to whom; null: to nobody
    state TEXT NOT NULL,                   -- waiting, done, dead
    due_at BIGINT NOT NULL,                -- not before
    attempts BIGINT NOT NULL,              -- how often it was tried
    leased_until BIGINT NOT NULL,          -- until then a process is at it; 0: none
    error TEXT NOT NULL,                   -- why it failed last, without anything of a person; empty where it did not
    created_at BIGINT NOT NULL,            -- when it was asked for
    updated_at BIGINT NOT NULL             -- when it last changed
);
CREATE UNIQUE INDEX job_key ON job (operator, key);
CREATE INDEX job_due ON job (state, due_at);
