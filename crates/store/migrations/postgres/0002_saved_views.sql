-- Views of registers that members saved under a name.

-- A view: what a register shows, as its address says it. Outside the evidence log; nobody else sees it.
CREATE TABLE saved_view (
    id UUID NOT NULL PRIMARY KEY,          -- UUIDv7
    member UUID NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- whose it is
    form TEXT COLLATE "C" NOT NULL,        -- form id
    name BYTEA NOT NULL,                   -- as its member reads it, sealed
    name_mark BYTEA NOT NULL,              -- keyed hash of the name
    query BYTEA NOT NULL,                  -- search, state, order, conditions and columns: the part of an address behind `?`; sealed
    saved_at BIGINT NOT NULL               -- when it was last saved
);
CREATE UNIQUE INDEX saved_view_name ON saved_view (member, form, name_mark);
