//! What is said of keeping records and disposing of them.

use ::regulation::Language;

words! {
    /// What was done about the disposal of a record.
    DisposalWords {
        held_back: "廃棄の保留" / "Held back from disposal",
        hold_lifted: "保留の解除" / "Hold lifted",
        proposed: "廃棄の起案" / "Disposal proposed",
        declined: "廃棄の起案の取りやめ" / "Disposal declined",
        approved: "廃棄の承認" / "Disposal approved",
        erased: "消去済み" / "Erased",
    }
}
