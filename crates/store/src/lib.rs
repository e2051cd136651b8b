//! The store: everything that is kept, and the only room that speaks SQL.
//!
//! Reading is done by small functions, one file an aggregate. Writing of records and the organization goes through
//! [`Writer`]: it gathers what waits, and commits it in one transaction with its evidence leaves and projections.

pub mod account;
pub mod attachment;
pub mod credential;
pub mod db;
pub mod disposal;
pub mod duty_note;
mod error;
pub mod event;
pub mod fold;
pub mod import_run;
pub mod job;
pub mod keeper;
pub mod log;
mod many;
mod metrics;
pub mod moment;
pub mod moving;
pub mod operator;
pub mod organization;
pub mod preference;
pub mod purge;
pub mod record;
pub mod scratch;
mod seal;
pub mod search;
pub mod side;
pub mod verify;
pub mod writer;

pub use db::Db;
pub use error::{Cause, ServerFault, StoreError};
pub use keeper::{Keeper, Owner, Random};
pub use metrics::describe_metrics;
pub use preference::{AnswerOf, Answered};
pub use side::Side;
pub use writer::{
    Change, Committed, Erasure, Keep, Key, NewMoment, Projection, RecordChange, Reprojection,
    Writer,
};
