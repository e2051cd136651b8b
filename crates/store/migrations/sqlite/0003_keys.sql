-- The keys of what is sealed, each wrapped by another. The master key, which wraps the first of them, is not in the database.

-- An operator's own keys.
CREATE TABLE kept_key (
    operator BLOB NOT NULL,                -- whose it is
    purpose TEXT NOT NULL,                 -- operator: wraps the others and those of records; house: seals what is no record's; index: blinds words
    generation BIGINT NOT NULL,            -- counts the keys of a purpose from 1; the largest one wraps, older ones only open
    wrapped BLOB NOT NULL,                 -- the key, wrapped
    PRIMARY KEY (operator, purpose, generation)
) WITHOUT ROWID;

-- The key of each record. Filled once; a destroyed one stays as one byte, so that nothing makes a second key.
CREATE TABLE key_slot (
    rid INTEGER PRIMARY KEY,               -- record.rid
    operator BLOB NOT NULL,                -- whose it is
    slot BLOB NOT NULL,                    -- the key, wrapped by an operator key; one zero byte: destroyed
    salt BLOB NOT NULL                     -- goes into the seals of what lists show of the record; empty once destroyed
);

-- How the master key comes back. One row.
CREATE TABLE recovery (
    id BIGINT NOT NULL PRIMARY KEY,        -- always 1
    recipient TEXT NOT NULL,               -- public half of the recovery key, age1…
    file BLOB NOT NULL                     -- the master key sealed to it, an age file
);
