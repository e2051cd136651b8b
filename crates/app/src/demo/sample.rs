//! The sample operator as written in `samples/demo.json`: names and values, so that none of them stands in Rust.

use engine::Fields;
use serde::Deserialize;

use crate::error::AppError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sample {
    pub operator: String,
    pub regulation: String,
    pub administrator: SampleAdministrator,
    /// File name of the member list.
    pub member_list: String,
    pub accounts: Vec<SampleAccount>,
    pub appointments: Vec<SampleAppointment>,
    pub records: Vec<SampleRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleAdministrator {
    pub name: String,
    pub login: String,
}

/// A login for the member with this employee number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleAccount {
    pub number: String,
    pub login: String,
}

/// Members are named by their logins, units by their paths.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleAppointment {
    pub by: String,
    pub office: String,
    pub member: String,
    pub unit: String,
}

/// A record; `member:LOGIN` and `record:KEY` in its values stand for ids.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleRecord {
    pub key: String,
    pub form: String,
    pub unit: String,
    pub by: String,
    pub fields: Fields,
    pub acts: Vec<SampleAct>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleAct {
    pub by: String,
    pub act: String,
    pub comment: String,
}

/// Lines of a register for measurements; `{n}` stands for a running number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleLines {
    pub form: String,
    pub lines: Vec<Fields>,
}

impl Sample {
    pub fn read() -> Result<Self, AppError> {
        Ok(serde_json::from_str(include_str!("../../samples/demo.json"))?)
    }
}

impl SampleLines {
    pub fn read() -> Result<Self, AppError> {
        Ok(serde_json::from_str(include_str!("../../samples/many.json"))?)
    }
}
