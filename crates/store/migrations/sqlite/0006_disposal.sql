-- Until when records are kept, and how they are disposed of.

ALTER TABLE record ADD COLUMN keep_until TEXT;                         -- last day of its keeping, YYYY-MM-DD; null: not over yet, or not worked out
ALTER TABLE record ADD COLUMN keep_rule BIGINT NOT NULL DEFAULT 0;     -- mark of the rules by which that was worked out; 0: not yet
CREATE INDEX record_keep ON record (operator, keep_until, rid) WHERE keep_until IS NOT NULL;
CREATE INDEX record_keep_rule ON record (operator, form, keep_rule, rid);

-- Which records point to which: a record under way keeps what it points to.
CREATE TABLE record_link (
    target BLOB NOT NULL,                  -- id of the record that is pointed to
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record that points to it
    PRIMARY KEY (target, rid)
) WITHOUT ROWID;
CREATE INDEX record_link_rid ON record_link (rid);

-- Disposals of many records at once. What was done with each record stands in the log.
CREATE TABLE disposal_run (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    operator BLOB NOT NULL,                -- whose it is
    state TEXT NOT NULL,                   -- proposed, declined, approved, confirmed, done
    proposed_by BLOB NOT NULL,             -- member who proposed it
    proposed_at BIGINT NOT NULL,           -- when
    approved_by BLOB,                      -- member who approved it; null: nobody yet
    approved_at BIGINT,                    -- when
    confirmed_by BLOB,                     -- member who confirmed it; null: nobody yet
    confirmed_at BIGINT,                   -- when
    ended_at BIGINT,                       -- when it was done or declined; null: not yet
    book BLOB,                             -- id of the entry in the book; null: none
    details BLOB NOT NULL                  -- what was said, JSON, sealed
);
CREATE INDEX disposal_run_state ON disposal_run (operator, state, id);

-- The records of a disposal.
CREATE TABLE disposal_item (
    run BLOB NOT NULL REFERENCES disposal_run (id) DEFERRABLE INITIALLY DEFERRED, -- which disposal
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    outcome TEXT NOT NULL,                 -- empty: not yet; erased; left
    PRIMARY KEY (run, rid)
) WITHOUT ROWID;

-- Sealed files whose key is destroyed and that are still to be removed from the disk.
CREATE TABLE disposal_file (
    sha256 TEXT NOT NULL PRIMARY KEY,      -- of the sealed bytes, hexadecimal: its name
    run BLOB NOT NULL                      -- which disposal
) WITHOUT ROWID;
