-- Kitei, first schema. Times are microseconds since 1970-01-01T00:00:00Z; dates are text, YYYY-MM-DD.
-- References are looked at when a transaction ends, so that its statements may come in any order. Nothing refers to `operator`
-- or from `event`: events outlive what they tell of.

-- The operator (事業者) that this database serves. One row a tenant.
CREATE TABLE operator (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    name TEXT COLLATE "C" NOT NULL,        -- as users read it
    regulation TEXT COLLATE "C" NOT NULL,  -- id of the regulation it runs
    time_zone TEXT COLLATE "C" NOT NULL,   -- IANA name; decides what day it is
    created_at BIGINT NOT NULL             -- when it was made
);

-- What happened, for ever. The row number is the leaf number of the evidence log plus one, without gaps.
CREATE TABLE event (
    seq BIGINT PRIMARY KEY,                -- leaf index + 1
    operator UUID NOT NULL,                -- whose it is
    subject_kind TEXT COLLATE "C" NOT NULL, -- record, projection, organization, operator, account, import, attachment, wording
    subject UUID NOT NULL,                 -- id of what it happened to
    version BIGINT NOT NULL,               -- counts the events of the subject from 1; 0 where they are not counted
    kind TEXT COLLATE "C" NOT NULL,        -- name of the event
    actor UUID NOT NULL,                   -- member who did it
    at BIGINT NOT NULL,                    -- when
    number TEXT COLLATE "C" NOT NULL,      -- number given to a record with its first event; else empty
    body BYTEA NOT NULL,                   -- the event as JSON, sealed
    commitment BYTEA NOT NULL,             -- SHA-256 of an opening and the event as JSON
    projection BYTEA NOT NULL,             -- seal of what lists show of a record after it; empty where nothing new
    leaf BYTEA NOT NULL                    -- leaf hash of the evidence log
);
CREATE INDEX event_subject ON event (subject, seq);

-- Complete tiles of the evidence log: 256 hashes of 32 bytes.
CREATE TABLE evidence_tile (
    level BIGINT NOT NULL,                 -- tile level (8 tree levels each)
    position BIGINT NOT NULL,              -- number of the tile on its level
    hashes BYTEA NOT NULL,                 -- the hashes, one after the other
    PRIMARY KEY (level, position)
);

-- The newest state of the evidence log; written with every commit. One row.
CREATE TABLE evidence_state (
    id BIGINT NOT NULL PRIMARY KEY,        -- always 1
    size BIGINT NOT NULL,                  -- leaves
    frontier BYTEA NOT NULL,               -- roots of the complete subtrees
    pending BYTEA NOT NULL,                -- hashes of the tiles that are not complete yet
    note TEXT COLLATE "C" NOT NULL         -- signed checkpoint
);

-- Checkpoints kept for good, at most one a minute.
CREATE TABLE evidence_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,      -- leaves
    note TEXT COLLATE "C" NOT NULL         -- signed checkpoint
);

-- Units (部署・施設).
CREATE TABLE unit (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    operator UUID NOT NULL,                -- whose it is
    kind TEXT COLLATE "C" NOT NULL,        -- as the regulation names it
    name TEXT COLLATE "C" NOT NULL,        -- as users read it
    parent UUID REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit above; null for the operator itself
    closed_on TEXT COLLATE "C"             -- last day
);
CREATE INDEX unit_operator ON unit (operator);

-- Members (職員等).
CREATE TABLE member (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    operator UUID NOT NULL,                -- whose it is
    unit UUID NOT NULL,                    -- the unit it belongs to
    details BYTEA NOT NULL,                -- number, name, kana, post and mail address as JSON, sealed
    joined_on TEXT COLLATE "C",            -- first day
    left_on TEXT COLLATE "C",              -- last day
    is_administrator BOOLEAN NOT NULL      -- keeps units, members and accounts
);
CREATE INDEX member_operator ON member (operator);

-- Appointments (任命): a member holds an office over a unit.
CREATE TABLE appointment (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    operator UUID NOT NULL,                -- whose it is
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    office TEXT COLLATE "C" NOT NULL,      -- office id of the regulation
    unit UUID NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit it belongs to
    starts_on TEXT COLLATE "C" NOT NULL,   -- first day
    ends_on TEXT COLLATE "C"               -- last day; null: open
);
CREATE INDEX appointment_operator ON appointment (operator);

-- Records as their events have made them.
CREATE TABLE record (
    rid BIGINT PRIMARY KEY,                -- short number for indexes, in order of drafting
    id UUID NOT NULL UNIQUE,               -- UUIDv7
    operator UUID NOT NULL,                -- whose it is
    form TEXT COLLATE "C" NOT NULL,        -- form id
    number TEXT COLLATE "C" NOT NULL,      -- as people cite it, e.g. R8-0012
    unit UUID NOT NULL,                    -- the unit it belongs to
    drafter UUID NOT NULL,                 -- member who drafted it first
    state TEXT COLLATE "C" NOT NULL,       -- draft, submitted, returned, in_force, rejected, withdrawn, retired, erased
    is_in_force BOOLEAN NOT NULL,          -- readers of the register see it
    version BIGINT NOT NULL,               -- number of its events
    shown BYTEA NOT NULL,                  -- what lists show of it: title and values of the list columns, sealed; empty once erased
    body BYTEA NOT NULL,                   -- the whole record, JSON, sealed; empty once erased
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
    operator UUID NOT NULL,                -- whose it is
    form TEXT COLLATE "C" NOT NULL,        -- form id
    label TEXT COLLATE "C" NOT NULL,       -- what stands before the number, e.g. R8
    largest BIGINT NOT NULL,               -- the largest number given
    PRIMARY KEY (operator, form, label)
);

-- Sort and filter keys of records in force, for the fields that the form indexes.
CREATE TABLE record_key (
    operator UUID NOT NULL,                -- whose it is
    form TEXT COLLATE "C" NOT NULL,        -- form id
    field TEXT COLLATE "C" NOT NULL,       -- field id
    key TEXT COLLATE "C" NOT NULL,         -- folded text that sorts; of personal values a keyed hash
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    PRIMARY KEY (operator, form, field, key, rid)
);
CREATE INDEX record_key_rid ON record_key (rid);

-- Identity of records by their key fields, so that an import finds them again.
CREATE TABLE record_identity (
    operator UUID NOT NULL,                -- whose it is
    form TEXT COLLATE "C" NOT NULL,        -- form id
    identity TEXT COLLATE "C" NOT NULL,    -- keyed hash of the folded key fields
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    PRIMARY KEY (operator, form, identity, rid)
);
CREATE INDEX record_identity_rid ON record_identity (rid);

-- Full-text index: keyed hashes of bigrams, the form's mark among them. The row number is `record.rid`. The words are kept as they came, so that
-- phrases are compared with them; the index finds the rows that have each word at all.
CREATE TABLE record_search (
    rowid BIGINT PRIMARY KEY,              -- record.rid
    words TEXT COLLATE "C" NOT NULL,       -- bigrams with blanks between them
    tsv TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED -- the words, for the index
);
CREATE INDEX record_search_words ON record_search USING GIN (tsv);

-- The phrases of a search, which are written as for the other database: "aa ab" AND "b"*. A star: any word that begins so.
CREATE FUNCTION search_phrases(query TEXT) RETURNS TABLE (phrase TEXT, is_start BOOLEAN)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(found[1], ' +', ' ', 'g'), found[2] = '*' FROM regexp_matches(query, '"([^"]*)"([*]?)', 'g') AS found
$$;

-- What the index is asked: rows that have every word of every phrase.
CREATE FUNCTION search_words(query TEXT) RETURNS TSQUERY
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''' || CASE WHEN is_start THEN ':*' ELSE '' END, ' & ')::TSQUERY
    FROM search_phrases(query), string_to_table(phrase, ' ') AS word WHERE word <> ''
$$;

-- Whether the words of a row hold every phrase.
CREATE FUNCTION search_holds(words TEXT, query TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
    SELECT COALESCE(bool_and(strpos(' ' || words || ' ', ' ' || phrase || CASE WHEN is_start THEN '' ELSE ' ' END) > 0), FALSE)
    FROM search_phrases(query)
$$;

-- Steps that wait for somebody.
CREATE TABLE waiting (
    office TEXT COLLATE "C" NOT NULL,      -- office id
    unit UUID NOT NULL,                    -- over which it must be held; all zero: anywhere
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    step TEXT COLLATE "C" NOT NULL,        -- step id
    operator UUID NOT NULL,                -- whose it is
    since BIGINT NOT NULL,                 -- when it began to wait
    PRIMARY KEY (operator, office, unit, rid, step)
);
CREATE INDEX waiting_rid ON waiting (rid);

-- What somebody has typed and not saved yet. Outside the evidence log; overwritten at each autosave.
CREATE TABLE scratch (
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    subject TEXT COLLATE "C" NOT NULL,     -- record id
    base_version BIGINT NOT NULL,          -- version of the record when typing began
    fields BYTEA NOT NULL,                 -- values, JSON, sealed
    saved_at BIGINT NOT NULL,              -- when it was last kept
    PRIMARY KEY (member, subject)
);

-- Accounts: how a member signs in.
CREATE TABLE account (
    member UUID NOT NULL PRIMARY KEY REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- whose account
    operator UUID NOT NULL,                -- whose it is
    login TEXT COLLATE "C" NOT NULL UNIQUE, -- lower case
    password_hash TEXT COLLATE "C" NOT NULL, -- argon2id, PHC string
    is_locked BOOLEAN NOT NULL,            -- cannot sign in
    created_at BIGINT NOT NULL             -- when it was made
);
CREATE INDEX account_operator ON account (operator, login);

-- Sessions in the browser. Only a hash of the token is kept.
CREATE TABLE session (
    token_hash BYTEA NOT NULL PRIMARY KEY, -- SHA-256
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    operator UUID NOT NULL,                -- whose it is
    created_at BIGINT NOT NULL,            -- when it was made
    expires_at BIGINT NOT NULL,            -- when it ends
    revoked_at BIGINT                      -- when it was ended early; null: it was not
);
CREATE INDEX session_member ON session (member);

-- Bearer tokens of the API. Only a hash is kept.
CREATE TABLE api_token (
    token_hash BYTEA NOT NULL PRIMARY KEY, -- SHA-256
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    operator UUID NOT NULL,                -- whose it is
    name TEXT COLLATE "C" NOT NULL,        -- as users read it
    created_at BIGINT NOT NULL,            -- when it was made
    expires_at BIGINT,                     -- when it ends; null: never
    revoked_at BIGINT                      -- when it was ended early; null: it was not
);

-- Files attached to records. The bytes lie beside the database, sealed, under the SHA-256 of what lies there.
CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    operator UUID NOT NULL,                -- whose it is
    record UUID NOT NULL REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED, -- record it is attached to
    name BYTEA NOT NULL,                   -- as users read it, sealed
    content_type TEXT COLLATE "C" NOT NULL, -- by content, not as claimed
    bytes BIGINT NOT NULL,                 -- size
    sha256 TEXT COLLATE "C" NOT NULL,      -- of the sealed bytes, hexadecimal
    member UUID NOT NULL,                  -- who attached it
    at BIGINT NOT NULL                     -- when
);
CREATE INDEX attachment_record ON attachment (record);

-- Runs of the import wizard: kept between requests until done.
CREATE TABLE import_run (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    operator UUID NOT NULL,                -- whose it is
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- whose run it is
    target TEXT COLLATE "C" NOT NULL,      -- form id, or `members`
    file_name BYTEA NOT NULL,              -- as uploaded, sealed
    state TEXT COLLATE "C" NOT NULL,       -- open, done
    workbook BYTEA NOT NULL,               -- the file as it came, sealed; empty once done
    choices BYTEA NOT NULL,                -- sheet, mapping, mended cells: JSON, sealed
    report BYTEA NOT NULL,                 -- report to download, sealed; empty until done
    created_at BIGINT NOT NULL,            -- when it was made
    updated_at BIGINT NOT NULL             -- when it last changed
);
CREATE INDEX import_run_member ON import_run (member, created_at);

-- Column mappings remembered for the next workbook with the same headings.
CREATE TABLE import_mapping (
    operator UUID NOT NULL,                -- whose it is
    target TEXT COLLATE "C" NOT NULL,      -- form id, or `members`
    signature TEXT COLLATE "C" NOT NULL,   -- of the headings
    mapping TEXT COLLATE "C" NOT NULL,     -- JSON
    PRIMARY KEY (operator, target, signature)
);

-- The operator's own wording beside our paraphrase of a clause.
CREATE TABLE wording (
    operator UUID NOT NULL,                -- whose it is
    clause TEXT COLLATE "C" NOT NULL,      -- clause id
    text TEXT COLLATE "C" NOT NULL,        -- the wording
    member UUID NOT NULL,                  -- who
    at BIGINT NOT NULL,                    -- when
    PRIMARY KEY (operator, clause)
);

-- Columns that a member chose for a register.
CREATE TABLE chosen_columns (
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    form TEXT COLLATE "C" NOT NULL,        -- form id
    columns TEXT COLLATE "C" NOT NULL,     -- field ids, JSON array
    PRIMARY KEY (member, form)
);

-- Answers to posts with an idempotency key, so that a repeated post does nothing twice.
CREATE TABLE idempotency (
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- who
    key TEXT COLLATE "C" NOT NULL,         -- the key that came with the post
    request_hash BYTEA NOT NULL,           -- SHA-256 of what was asked
    status BIGINT NOT NULL,                -- HTTP status
    body BYTEA NOT NULL,                   -- what was answered, sealed
    at BIGINT NOT NULL,                    -- when
    PRIMARY KEY (member, key)
);
CREATE INDEX idempotency_at ON idempotency (at);
