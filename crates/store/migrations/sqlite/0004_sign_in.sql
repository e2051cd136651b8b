-- Ways to show who one is besides the password, and what a session knows of itself.

-- A second proof: a passkey, an authenticator for one-time codes, or a recovery code. What counts of it never changes; a row that
-- has served its time is marked and stays.
CREATE TABLE credential (
    id BLOB NOT NULL PRIMARY KEY,          -- UUIDv7
    member BLOB NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED, -- whose it is
    operator BLOB NOT NULL,                -- whose it is
    kind TEXT NOT NULL,                    -- passkey, totp, recovery
    name TEXT NOT NULL,                    -- as its member reads it
    handle TEXT NOT NULL,                  -- id of the passkey, base64url; empty for the other kinds
    secret TEXT NOT NULL,                  -- passkey: its public key, JSON; totp: the shared secret; recovery: SHA-256 of the code. Sealed under the house key, base64
    created_at BIGINT NOT NULL,            -- when it was made
    revoked_at BIGINT                      -- when it stopped counting; null: it counts
);
CREATE INDEX credential_member ON credential (member);
CREATE INDEX credential_handle ON credential (handle) WHERE handle <> '';

-- When a second proof last counted. Outside the evidence log.
CREATE TABLE credential_use (
    credential BLOB NOT NULL PRIMARY KEY REFERENCES credential (id) DEFERRABLE INITIALLY DEFERRED, -- which
    counter BIGINT NOT NULL,               -- last counter (passkey) or last time step (totp) that counted
    used_at BIGINT                         -- when; null: never yet
);

-- A sign-in or registration that the browser has been asked to answer. Outside the evidence log; gone when it is answered.
CREATE TABLE ceremony (
    token_hash BLOB NOT NULL PRIMARY KEY,  -- SHA-256 of what the browser sends back with its answer
    member BLOB,                           -- who asked; null: nobody knows yet
    kind TEXT NOT NULL,                    -- sign_in, passkey, totp
    state TEXT NOT NULL,                   -- what is needed to judge the answer; of a totp the secret, sealed under the house key, base64
    expires_at BIGINT NOT NULL             -- when it is too late
);

ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';        -- browser and system, as the browser says
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';       -- where it began
ALTER TABLE session ADD COLUMN strength BIGINT NOT NULL DEFAULT 1;     -- 0: a second proof is still to come; 1: password; 2: password and code; 3: passkey
ALTER TABLE session ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;      -- when it was last used, to the minute
ALTER TABLE session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;    -- when its member last showed who they are
