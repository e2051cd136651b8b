-- What duties look at of a record's life: made from events, and made again where the regulation looks at something else.
CREATE TABLE moment (
    operator UUID NOT NULL,                -- whose it is
    seq BIGINT NOT NULL,                   -- the event that made it: event.seq
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    form TEXT COLLATE "C" NOT NULL,                    -- form id
    unit UUID NOT NULL,                    -- the record's unit then
    reached TEXT COLLATE "C" NOT NULL,                 -- submitted, in_force, retired, given_up
    on_day TEXT COLLATE "C" NOT NULL,                  -- day, where the operator is
    until_day TEXT COLLATE "C" NOT NULL,               -- the latest day that it has to do with: that one, or a later one that its values name
    fields BYTEA NOT NULL,                  -- those of its values that duties look at, JSON, sealed
    PRIMARY KEY (operator, seq)
);
CREATE INDEX moment_form ON moment (operator, form, until_day, rid);
CREATE INDEX moment_rid ON moment (rid);

-- What an operator's moments were made by. Outside the evidence log: where it is not that of the regulation, they are made again.
CREATE TABLE moment_basis (
    operator UUID NOT NULL PRIMARY KEY,    -- whose
    basis TEXT COLLATE "C" NOT NULL                    -- time zone, forms and fields, JSON
);

-- Work that the server does by itself: mails. Each is done at least once; the key keeps it from being asked for twice. Outside the evidence log.
CREATE TABLE job (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    operator UUID NOT NULL,                -- whose it is
    kind TEXT COLLATE "C" NOT NULL,                    -- digest_plan, digest
    key TEXT COLLATE "C" NOT NULL,                     -- what it is about, the same for the same work
    member UUID,                           -- to whom; null: to nobody
    state TEXT COLLATE "C" NOT NULL,                   -- waiting, done, dead
    due_at BIGINT NOT NULL,                -- not before
    attempts BIGINT NOT NULL,              -- how often it was tried
    leased_until BIGINT NOT NULL,          -- until then a process is at it; 0: none
    error TEXT COLLATE "C" NOT NULL,                   -- why it failed last, without anything of a person; empty where it did not
    created_at BIGINT NOT NULL,            -- when it was asked for
    updated_at BIGINT NOT NULL             -- when it last changed
);
CREATE UNIQUE INDEX job_key ON job (operator, key);
CREATE INDEX job_due ON job (state, due_at);
