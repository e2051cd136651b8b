//! What no event tells of: said with every verification, not passed over.

use regulation::Text;

use super::NotVouched;

/// Table, why in Japanese, why in English.
const TABLES: [(&str, &str, &str); 19] = [
    (
        "record_search",
        "検索の索引の内部の管理値。語とその位置は、証跡の集計と照合しています",
        "inner bookkeeping of the search index; its words and where they stand are held against tallies in the log",
    ),
    ("session", "サインインの状態。12時間で消えます", "who is signed in; gone after twelve hours"),
    (
        "ceremony",
        "サインインや登録の途中の問いかけ。5分で消えます",
        "questions of a sign-in or registration under way; gone after five minutes",
    ),
    (
        "credential_use",
        "二つ目の証明が最後に使われた時と回数",
        "when a second proof last counted, and its counter",
    ),
    ("scratch", "保存前の入力", "what was typed and not saved"),
    (
        "import_run",
        "取込みの途中の状態と控え。取り込んだ記録は証跡で確かめています",
        "imports under way and their reports; the records they made are vouched for",
    ),
    ("import_mapping", "取込みの列の対応の記憶", "columns remembered for the next import"),
    ("chosen_columns", "一覧の列の選択", "columns that members chose"),
    ("saved_view", "名前を付けて保存した表示", "views of registers that members saved"),
    ("idempotency", "APIへの応答の控え。1日で消えます", "answers of the API, kept for a day"),
    (
        "job",
        "サーバーが自分でする仕事（メールなど）。済んだものは30日で消えます",
        "work that the server does by itself, such as mails; gone 30 days after it is done",
    ),
    (
        "moment_basis",
        "期限の計算のもとにする項目の控え。規程と違えば作り直します",
        "which fields duties look at; where it is not the regulation's, moments are made again",
    ),
    (
        "record_link",
        "記録どうしのつながり。記録から作り直せます",
        "which records point to which; made again from the records",
    ),
    (
        "disposal_run",
        "廃棄の進みぐあい。一件ごとの起案・承認・消去は証跡にあります",
        "how disposals stand; what was done with each record is in the log",
    ),
    ("disposal_item", "廃棄の対象の一覧", "the records of disposals"),
    (
        "disposal_file",
        "消し残しの添付ファイルの一覧。鍵はもうありません",
        "files still to be removed; their keys are gone",
    ),
    (
        "kept_key",
        "封をした鍵。取り替えると変わります。違う鍵では何も開きません",
        "wrapped keys, which change when they are rotated; nothing opens with another",
    ),
    (
        "recovery",
        "紙の復旧キーに封をしたマスターキー",
        "the master key sealed to the recovery key on paper",
    ),
    (
        "schema_migration",
        "データベースの版を上げた日時",
        "when the database was brought up to date",
    ),
];

/// Tables of which no event tells. Their structure is checked; that a value in them is the one that was written is not.
#[must_use]
pub fn not_vouched() -> Vec<NotVouched> {
    TABLES
        .into_iter()
        .map(|(table, ja, en)| NotVouched { table, reason: Text::new(ja, en) })
        .collect()
}
