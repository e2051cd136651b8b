//! Import of what offices have: registers and member lists in xlsx and CSV, as untidy as they are.
//!
//! Bytes in, plan out. Each step is a public function with a result that serializes, because the wizard keeps it between
//! two requests: [`read::workbook`] → [`layout::rank`] → [`mapping::guess`] → [`normalize::rows`] → [`plan::build`] →
//! [`report::Report::of_plan`]; [`members::plan`] takes the place of `plan` for a member list.
//!
//! There is no database, no clock, no network and no temporary file here, and nothing is written: the plan becomes commands
//! in `app`, which imports all of them or none.

pub mod directory;
pub mod doubt;
pub mod fold;
pub mod formula_guard;
pub mod layout;
pub mod limits;
pub mod mapping;
pub mod members;
pub mod normalize;
pub mod plan;
pub mod read;
pub mod report;
pub mod target;
pub mod workbook;

pub use directory::{Directory, DirectoryMember, DirectoryOffice, DirectoryUnit};
pub use doubt::{Doubt, DoubtCode, DoubtSeverity};
pub use fold::fold;
pub use layout::{Layout, SheetCandidate};
pub use limits::Limits;
pub use mapping::Mapping;
pub use normalize::{ImportedRow, ImportedValue, ValueSource};
pub use plan::Plan;
pub use read::ReadError;
pub use report::Report;
pub use target::{TargetField, TargetKind};
pub use workbook::Workbook;
