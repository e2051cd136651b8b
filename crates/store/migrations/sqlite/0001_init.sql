-- Kitei, first schema. Times are microseconds since 1970-01-01T00:00:00Z; dates are text, YYYY-MM-DD.
-- References are looked at when a transaction ends, so that its statements may come in any order. Nothing refers to `operator`
-- or from `event`: events outlive what they tell of.

-- The operator (事業者) that this database serves. One row a tenant.
CREATE TABLE operator (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    name TEXT NOT NULL,                    -- as users read it
    regulation TEXT NOT NULL,              -- id of the regulation it runs
    time_zone TEXT NOT NULL,               -- IANA name; decides what day it is
    created_at BIGINT NOT NULL             -- when it was made
);

-- What happened, for ever. The row number is the leaf number of the evidence log plus one, without gaps.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,               -- leaf index + 1
    operator BLOB NOT NULL,                -- whose it is
    subject_kind TEXT NOT NULL,            -- record, projection, organization, operator, account, import, attachment, wording
    subject BLOB NOT NULL,                 -- id of what it happened to
    version BIGINT NOT NULL,               -- counts the events of the subject from 1; 0 where they are not counted
    kind TEXT NOT NULL,                    -- name of the event
    actor BLOB NOT NULL,                   -- member who did it
    at BIGINT NOT NULL,                    -- when
    number TEXT NOT NULL,                  -- number given to a record with its first event; else empty
    body BLOB NOT NULL,                    -- the event as JSON, sealed
    commitment BLOB NOT NULL,              -- SHA-256 of an opening and the event as JSON
    projection BLOB NOT NULL,              -- seal of what lists show of a record after it; empty where nothing new
    leaf BLOB NOT NULL                     -- leaf hash of the evidence log
);
CREATE INDEX event_subject ON event (subject, seq);

-- Complete tiles of the evidence log: 256 hashes of 32 bytes.
CREATE TABLE evidence_tile (
    level BIGINT NOT NULL,                 -- tile level (8 tree levels each)
    position BIGINT NOT NULL,              -- number of the tile on its level
    hashes BLOB NOT NULL,                  -- the hashes, one after the other
    PRIMARY KEY (level, position)
);

-- The newest state of the evidence log; written with every commit. One row.
CREATE TABLE evidence_state (
    id BIGINT NOT NULL PRIMARY KEY,        -- always 1
    size BIGINT NOT NULL,                  -- leaves
    frontier BLOB NOT NULL,                -- roots of the complete subtrees
    pending BLOB NOT NULL,                 -- hashes of the tiles that are not complete yet
    note TEXT NOT NULL                     -- signed checkpoint
);

-- Checkpoints kept for good, at most one a minute.
CREATE TABLE evidence_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,      -- leaves
    note TEXT NOT NULL                     -- signed checkpoint
);

-- Units (部署・施設).
CREATE TABLE unit (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    kind TEXT NOT NULL,                    -- as the regulation names it
    name TEXT NOT NULL,                    -- as users read it
    parent BLOB REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit above; null for the operator itself
    closed_on TEXT                         -- last day
);
CREATE INDEX unit_operator ON unit (operator);

-- Members (職員等).
CREATE TABLE member (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    unit BLOB NOT NULL,                    -- the unit it belongs to
    details BLOB NOT NULL,                 -- number, name, kana, post and mail address as JSON, sealed
    joined_on TEXT,                        -- first day
    left_on TEXT,                          -- last day
    is_administrator BOOLEAN NOT NULL      -- keeps units, members and accounts
);
CREATE INDEX member_operator ON member (operator);

-- Appointments (任命): a member holds an office over a unit.
CREATE TABLE appointment (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    office TEXT NOT NULL,                  -- office id of the regulation
    unit BLOB NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit it belongs to
    starts_on TEXT NOT NULL,               -- first day
    ends_on TEXT                           -- last day; null: open
);
CREATE INDEX appointment_operator ON appointment (operator);

-- Records as their events have made them.
CREATE TABLE record (
    rid INTEGER PRIMARY KEY,               -- short number for indexes, in order of drafting
    id BLOB NOT NULL UNIQUE,               -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    form TEXT NOT NULL,                    -- form id
    number TEXT NOT NULL,                  -- as people cite it, e.g. R8-0012
    unit BLOB NOT NULL,                    -- the unit it belongs to
    drafter BLOB NOT NULL,                 -- member who drafted it first
    state TEXT NOT NULL,                   -- draft, submitted, returned, in_force, rejected, withdrawn, retired, erased
    is_in_force BOOLEAN NOT NULL,          -- readers of the register see it
    version BIGINT NOT NULL,               -- number of its events
    shown BLOB NOT NULL,                   -- what lists show of it: title and values of the list columns, sealed; empty once erased
    body BLOB NOT NULL,                    -- the whole record, JSON, sealed; empty once erased
    created_at BIGINT NOT NULL,            -- when it was made
    updated_at BIGINT NOT NULL             -- when it last changed
);
CREATE INDEX record_register ON record (operator, form, rid) WHERE is_in_force IS TRUE;
CREATE INDEX record_state ON record (operator, form, state, rid);
CREATE INDEX record_form ON record (operator, form, rid);
CREATE INDEX record_unit ON record (operator, form, unit, rid);
CREATE UNIQUE INDEX record_number ON record (operator, form, number);
CREATE INDEX record_drafter ON record (drafter, state, updated_at);

-- Running numbers of records: the largest given so far.
CREATE TABLE number_counter (
    operator BLOB NOT NULL,                -- whose it is
    form TEXT NOT NULL,                    -- form id
    label TEXT NOT NULL,                   -- what stands before the number, e.g. R8
    largest BIGINT NOT NULL,               -- the largest number given
    PRIMARY KEY (operator, form, label)
) WITHOUT ROWID;

-- Sort and filter keys of records in force, for the fields that the form indexes.
CREATE TABLE record_key (
    operator BLOB NOT NULL,                -- whose it is
    form TEXT NOT NULL,                    -- form id
    field TEXT NOT NULL,                   -- field id
    key TEXT NOT NULL,                     -- folded text that sorts; of personal values a keyed hash
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    PRIMARY KEY (operator, form, field, key, rid)
) WITHOUT ROWID;
CREATE INDEX record_key_rid ON record_key (rid);

-- Identity of records by their key fields, so that an import finds them again.
CREATE TABLE record_identity (
    operator BLOB NOT NULL,                -- whose it is
    form TEXT NOT NULL,                    -- form id
    identity TEXT NOT NULL,                -- keyed hash of the folded key fields
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    PRIMARY KEY (operator, form, identity, rid)
) WITHOUT ROWID;
CREATE INDEX record_identity_rid ON record_identity (rid);

-- Full-text index: keyed hashes of bigrams, the form's mark among them. The row number is `record.rid`.
CREATE VIRTUAL TABLE record_search USING fts5 (
    words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co S* P*'"
);

-- Steps that wait for somebody.
CREATE TABLE waiting (
    office TEXT NOT NULL,                  -- office id
    unit BLOB NOT NULL,                    -- over which it must be held; all zero: anywhere
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    step TEXT NOT NULL,                    -- step id
    operator BLOB NOT NULL,                -- whose it is
    since BIGINT NOT NULL,                 -- when it began to wait
    PRIMARY KEY (operator, office, unit, rid, step)
) WITHOUT ROWID;
CREATE INDEX waiting_rid ON waiting (rid);

-- What somebody has typed and not saved yet. Outside the evidence log; overwritten at each autosave.
CREATE TABLE scratch (
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    subject TEXT NOT NULL,                 -- record id
    base_version BIGINT NOT NULL,          -- version of the record when typing began
    fields BLOB NOT NULL,                  -- values, JSON, sealed
    saved_at BIGINT NOT NULL,              -- when it was last kept
    PRIMARY KEY (member, subject)
) WITHOUT ROWID;

-- Accounts: how a member signs in.
CREATE TABLE account (
    member BLOB NOT NULL PRIMARY KEY REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- whose account
    operator BLOB NOT NULL,                -- whose it is
    login TEXT NOT NULL UNIQUE,            -- lower case
    password_hash TEXT NOT NULL,           -- argon2id, PHC string
    is_locked BOOLEAN NOT NULL,            -- cannot sign in
    created_at BIGINT NOT NULL             -- when it was made
);
CREATE INDEX account_operator ON account (operator, login);

-- Sessions in the browser. Only a hash of the token is kept.
CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY,  -- SHA-256
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    operator BLOB NOT NULL,                -- whose it is
    created_at BIGINT NOT NULL,            -- when it was made
    expires_at BIGINT NOT NULL,            -- when it ends
    revoked_at BIGINT                      -- when it was ended early; null: it was not
);
CREATE INDEX session_member ON session (member);

-- Bearer tokens of the API. Only a hash is kept.
CREATE TABLE api_token (
    token_hash BLOB NOT NULL PRIMARY KEY,  -- SHA-256
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    operator BLOB NOT NULL,                -- whose it is
    name TEXT NOT NULL,                    -- as users read it
    created_at BIGINT NOT NULL,            -- when it was made
    expires_at BIGINT,                     -- when it ends; null: never
    revoked_at BIGINT                      -- when it was ended early; null: it was not
);

-- Files attached to records. The bytes lie beside the database, sealed, under the SHA-256 of what lies there.
CREATE TABLE attachment (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    record BLOB NOT NULL REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED, -- record it is attached to
    name BLOB NOT NULL,                    -- as users read it, sealed
    content_type TEXT NOT NULL,            -- by content, not as claimed
    bytes BIGINT NOT NULL,                 -- size
    sha256 TEXT NOT NULL,                  -- of the sealed bytes, hexadecimal
    member BLOB NOT NULL,                  -- who attached it
    at BIGINT NOT NULL                     -- when
);
CREATE INDEX attachment_record ON attachment (record);

-- Runs of the import wizard: kept between requests until done.
CREATE TABLE import_run (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- whose run it is
    target TEXT NOT NULL,                  -- form id, or `members`
    file_name BLOB NOT NULL,               -- as uploaded, sealed
    state TEXT NOT NULL,                   -- open, done
    workbook BLOB NOT NULL,                -- the file as it came, sealed; empty once done
    choices BLOB NOT NULL,                 -- sheet, mapping, mended cells: JSON, sealed
    report BLOB NOT NULL,                  -- report to download, sealed; empty until done
    created_at BIGINT NOT NULL,            -- when it was made
    updated_at BIGINT NOT NULL             -- when it last changed
);
CREATE INDEX import_run_member ON import_run (member, created_at);

-- Column mappings remembered for the next workbook with the same headings.
CREATE TABLE import_mapping (
    operator BLOB NOT NULL,                -- whose it is
    target TEXT NOT NULL,                  -- form id, or `members`
    signature TEXT NOT NULL,               -- of the headings
    mapping TEXT NOT NULL,                 -- JSON
    PRIMARY KEY (operator, target, signature)
) WITHOUT ROWID;

-- The operator's own wording beside our paraphrase of a clause.
CREATE TABLE wording (
    operator BLOB NOT NULL,                -- whose it is
    clause TEXT NOT NULL,                  -- clause id
    text TEXT NOT NULL,                    -- the wording
    member BLOB NOT NULL,                  -- who
    at BIGINT NOT NULL,                    -- when
    PRIMARY KEY (operator, clause)
) WITHOUT ROWID;

-- Columns that a member chose for a register.
CREATE TABLE chosen_columns (
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    form TEXT NOT NULL,                    -- form id
    columns TEXT NOT NULL,                 -- field ids, JSON array
    PRIMARY KEY (member, form)
) WITHOUT ROWID;

-- Answers to posts with an idempotency key, so that a repeated post does nothing twice.
CREATE TABLE idempotency (
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    key TEXT NOT NULL,                     -- the key that came with the post
    request_hash BLOB NOT NULL,            -- SHA-256 of what was asked
    status BIGINT NOT NULL,                -- HTTP status
    body BLOB NOT NULL,                    -- what was answered, sealed
    at BIGINT NOT NULL,                    -- when
    PRIMARY KEY (member, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);
