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
