-- What duties look at of a record's life: made from events, and made again where the regulation looks at something else.
CREATE TABLE moment (
    operator BLOB NOT NULL,                -- whose it is
    seq BIGINT NOT NULL,                   -- the event that made it: event.seq
    rid BIGINT NOT NULL REFERENCES record (rid) DEFERRABLE INITIALLY DEFERRED, -- record.rid
    form TEXT NOT NULL,                    -- form id
    unit BLOB NOT NULL,                    -- the record's unit then
    reached TEXT NOT NULL,                 -- submitted, in_force, retired, given_up
    on_day TEXT NOT NULL,                  -- day, where the operator is
    until_day TEXT NOT NULL,               -- the latest day that it has to do with: that one, or a later one that its values name
    fields BLOB NOT NULL,                  -- those of its values that duties look at, JSON, sealed
    PRIMARY KEY (operator, seq)
) WITHOUT ROWID;
CREATE INDEX moment_form ON moment (operator, form, until_day, rid);
CREATE INDEX moment_rid ON moment (rid);

-- What an operator's moments were made by. Outside the evidence log: where it is not that of the regulation, they are made again.
CREATE TABLE moment_basis (
    operator BLOB NOT NULL PRIMARY KEY,    -- whose
    basis TEXT NOT NULL                    -- time zone, forms and fields, JSON
);
