//! The contract of `kitei law …`: exact results, and refusals that name the field and what is allowed.

mod as_of;
mod contract;
mod facts;
mod refusals;

use law::answer;
use serde_json::Value;

fn breach(facts: &Value) -> Value {
    answer::breach(&facts.to_string()).expect("readable").result
}
