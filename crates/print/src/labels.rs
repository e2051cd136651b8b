//! The words that sheets add of themselves: one small table for each language. All other words come in the model.

use crate::Language;
use serde::Serialize;

/// The words of one language.
#[derive(Debug, Serialize)]
pub(crate) struct Labels {
    approval: &'static str,
    form: &'static str,
    record_number: &'static str,
    state: &'static str,
    drafted_on: &'static str,
    unit: &'static str,
    drafter: &'static str,
    clauses: &'static str,
    evidence: &'static str,
    leaf: &'static str,
    checkpoint: &'static str,
    printed_on: &'static str,
    as_of: &'static str,
    selection: &'static str,
    rows: &'static str,
    no_rows: &'static str,
    pub(crate) register: &'static str,
}

impl Language {
    pub(crate) fn labels(self) -> &'static Labels {
        match self {
            Self::Ja => &JA,
            Self::En => &EN,
        }
    }
}

const JA: Labels = Labels {
    approval: "決裁",
    form: "様式",
    record_number: "整理番号",
    state: "状態",
    drafted_on: "起案日",
    unit: "部門",
    drafter: "起案者",
    clauses: "根拠となる規定",
    evidence: "証跡",
    leaf: "証跡番号",
    checkpoint: "検証値",
    printed_on: "印刷日",
    as_of: "基準日",
    selection: "抽出条件",
    rows: "件数",
    no_rows: "該当する記録はありません。",
    register: "台帳",
};

const EN: Labels = Labels {
    approval: "Approval",
    form: "Form",
    record_number: "Number",
    state: "State",
    drafted_on: "Drafted on",
    unit: "Unit",
    drafter: "Drafted by",
    clauses: "Provisions",
    evidence: "Evidence",
    leaf: "Leaf",
    checkpoint: "Checkpoint",
    printed_on: "Printed on",
    as_of: "As of",
    selection: "Selection",
    rows: "Records",
    no_rows: "There are no records.",
    register: "Register",
};
