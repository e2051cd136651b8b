//! The regulation format as its writers meet it: folders go in, findings come out.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod duties;
mod fixture;
mod hostile;
mod house;
mod sense;
mod sound;
mod spelling;
mod split;
