//! States and acts as users read them.

use crate::record::RecordState;

/// A state as users read it.
#[must_use]
pub fn state_words(state: RecordState) -> (&'static str, &'static str) {
    match state {
        RecordState::Draft => ("下書き", "a draft"),
        RecordState::Submitted => ("申請中", "submitted"),
        RecordState::Returned => ("差戻し", "returned"),
        RecordState::InForce => ("有効", "in force"),
        RecordState::Rejected => ("却下", "rejected"),
        RecordState::Withdrawn => ("取下げ", "withdrawn"),
        RecordState::Retired => ("廃止", "retired"),
        RecordState::Erased => ("消去済み", "erased"),
    }
}

/// An act as users read it in Japanese.
#[must_use]
pub fn action_word(action: &str) -> &'static str {
    match action {
        "draft" => "起票",
        "edit" => "編集",
        "submit" => "申請",
        "approve" => "承認",
        "acknowledge" => "受理",
        "decide" => "議決の記録",
        "return" => "差戻し",
        "reject" => "却下",
        "withdraw" => "取下げ",
        "revise" => "改訂",
        "retire" => "廃止",
        "review" => "見直し",
        "order_review" => "見直しの指示",
        "propose_disposal" => "廃棄の起案",
        "approve_disposal" => "廃棄の承認",
        "dispose" => "廃棄",
        "hold" => "廃棄の保留",
        _ => "閲覧",
    }
}
