//! What the pages say, in both languages side by side. Components have their own words in `ui`.

use ::regulation::Language;

/// Declares the words of a page: `name: "日本語" / "English"`.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($field:ident: $ja:literal / $en:literal),* $(,)? }) => {
        $(#[$meta])*
        pub(crate) struct $name { $(pub(crate) $field: &'static str),* }
        impl $name {
            const JA: Self = Self { $($field: $ja),* };
            const EN: Self = Self { $($field: $en),* };
            /// The words in a language.
            pub(crate) fn of(language: Language) -> &'static Self {
                match language {
                    Language::Ja => &Self::JA,
                    Language::En => &Self::EN,
                }
            }
        }
    };
}
pub(crate) use words;

/// Replaces `{}` in a text by a value.
pub(crate) fn with(text: &str, value: impl std::fmt::Display) -> String {
    text.replacen("{}", &value.to_string(), 1)
}

words! {
    /// The frame and the menu.
    ShellWords {
        product: "Kitei 規程" / "Kitei",
        daily: "日々の業務" / "Daily work",
        home: "今日すること" / "Today",
        queue: "承認" / "Approvals",
        duties: "期限" / "Due dates",
        forms: "様式を起こす" / "Start a form",
        registers: "台帳と記録" / "Registers and records",
        all_registers: "すべての様式と記録" / "All forms and records",
        manage: "管理" / "Administration",
        organization: "組織と職員" / "Organization",
        imports: "ファイルから取り込む" / "Import a file",
        regulation: "規程をみる" / "The regulation",
        evidence: "証跡" / "Evidence",
        disposal: "保存期間と廃棄" / "Keeping and disposal",
        backups: "バックアップ" / "Backups",
        jobs: "自動の仕事" / "Work of the server",
        law: "法令計算" / "Law calculator",
        account: "自分の設定" / "My settings",
        san: "{}さん" / "{}",
        administrator: "システム管理者" / "administrator",
    }
}

words! {
    /// Errors.
    FailureWords {
        not_found: "見つかりません" / "Not found",
        erased: "この記録は消去されました" / "This record was erased",
        no_page: "ページが見つかりません" / "Page not found",
        refused: "この操作はできません" / "This cannot be done",
        conflict: "ほかの人が先に保存しました" / "Somebody else saved first",
        invalid: "入力内容を確認してください" / "Please check what you entered",
        not_signed_in: "サインインしてください" / "Please sign in",
        too_many: "しばらく待ってからやり直してください" / "Please wait a while and try again",
        unavailable: "いまは保存できません" / "Nothing can be saved right now",
        internal: "処理できませんでした" / "This did not work",
        way_not_found: "アドレスが正しいか、見る権限があるかを確かめてください。" / "Check the address, and whether you may see this.",
        way_erased: "保存期間が過ぎたため、鍵ごと消去されています。元に戻すことはできません。" / "Its retention period was over, and its key was destroyed. It cannot be brought back.",
        way_too_many: "続けて失敗したため、15分ほど受け付けません。" / "After repeated failures nothing is accepted for about 15 minutes.",
        way_internal: "入力した内容は、戻ると残っています。続くときは管理者に知らせてください。" / "What you typed is still there when you go back. If this goes on, tell the administrator.",
        way_back: "前の画面に戻って、内容を直してください。" / "Go back and mend it.",
        home: "今日することへ" / "To today's list",
        foreign: "ほかのサイトから送られたため受け付けません" / "Not accepted: it was sent from another site",
        way_foreign: "アドレスを直接開き、このサイトの画面から操作してください。" / "Open the address yourself and act from a page of this site.",
        method: "このアドレスではその操作はできません" / "This address does not do that",
        way_method: "前の画面に戻って、リンクやボタンから進んでください。" / "Go back and use its links and buttons.",
        malformed: "アドレスか送られた内容を読み取れません" / "The address or what was sent cannot be read",
        way_malformed: "前の画面に戻って、もう一度操作してください。" / "Go back and try again.",
        too_large: "送られた内容が大きすぎます" / "What was sent is too large",
        way_too_large: "内容を分けるか、ファイルを小さくしてください。" / "Split it, or make the file smaller.",
        slow: "時間がかかりすぎたため中断しました" / "Stopped, since it took too long",
        way_slow: "絞り込むか、しばらくしてからやり直してください。" / "Narrow it down, or try again later.",
        ended: "サインインの期限が切れました" / "You have been signed out",
        ended_text: "入力した内容はこの画面に残っています。新しい画面でサインインしてから、ここで「もう一度送る」を押してください。" / "What you typed is kept on this page. Sign in on a new page, then press “Send again” here.",
        ended_sign_in: "新しい画面でサインインする" / "Sign in on a new page",
        ended_again: "もう一度送る" / "Send again",
    }
}

words! {
    /// States of a record.
    StateWords {
        draft: "下書き" / "Draft",
        submitted: "申請中" / "Submitted",
        returned: "差戻し" / "Returned",
        in_force: "有効" / "In force",
        rejected: "却下" / "Rejected",
        withdrawn: "取下げ" / "Withdrawn",
        retired: "廃止" / "Retired",
    }
}

words! {
    /// Acts on a record, as buttons say them and as the history tells them.
    ActWords {
        submit: "申請する" / "Submit",
        approve: "承認する" / "Approve",
        acknowledge: "受理する" / "Acknowledge",
        decide: "議決を記録する" / "Record the resolution",
        return_it: "差し戻す" / "Return",
        reject: "却下する" / "Reject",
        withdraw: "取り下げる" / "Withdraw",
        revise: "改訂を始める" / "Begin a revision",
        retire: "廃止する" / "Retire",
        review: "見直し済みにする" / "Record as reviewed",
        order_review: "見直しを指示する" / "Order a review",
        drafted: "起票" / "Drafted",
        edited: "編集" / "Edited",
        submitted: "申請" / "Submitted",
        approved: "承認" / "Approved",
        acknowledged: "受理" / "Acknowledged",
        decided: "議決" / "Resolved",
        returned: "差戻し" / "Returned",
        rejected: "却下" / "Rejected",
        withdrawn: "取下げ" / "Withdrawn",
        put_in_force: "発効" / "Put in force",
        put_in_force_ahead: "発効（手続は事後）" / "In force, steps to follow",
        ratified: "事後の手続が完了" / "Ratified",
        revision_opened: "改訂を開始" / "Revision begun",
        retired: "廃止" / "Retired",
        comment: "ひとこと（任意）" / "Comment (optional)",
        in_office: "{}（{}）" / "{} ({})",
        reason: "理由" / "Reason",
        reason_hint: "差戻し・却下・見直しの指示・廃止には理由が必要です。" / "Returning, rejecting, ordering a review and retiring need a reason.",
        resolved_on: "議決の日" / "Date of the resolution",
        reviewed: "見直し" / "Reviewed",
        review_ordered: "見直しの指示" / "Review ordered",
        confirm_retire: "廃止すると台帳から外れます。履歴は残ります。" / "It leaves the register; its history stays.",
        confirm_withdraw: "取り下げても内容は残り、あとで編集できます。" / "Its contents stay and can be edited later.",
        confirm_withdraw_revision: "取り下げると、この改訂の内容はなくなります。発効中の版はそのまま残ります。" / "The contents of this revision go; the edition in force stays as it is.",
        confirm_reject: "却下すると手続が終わります。" / "Rejecting ends the procedure.",
        confirm_reject_revision: "却下すると、この改訂の内容はなくなります。発効中の版はそのまま残ります。" / "The contents of this revision go; the edition in force stays as it is.",
        resolved_hint: "例：令和8年5月15日、R8.5.15" / "E.g. 2026-05-15",
    }
}

words! {
    /// What is said once after a redirect.
    FlashWords {
        proof_added: "登録しました" / "Added",
        proof_removed: "外しました" / "Taken back",
        session_ended: "その端末のサインインを終わらせました" / "That device is signed out",
        proved: "本人を確認しました" / "Confirmed",
        token_revoked: "トークンを取り消しました" / "The token was revoked",
        saved: "保存しました" / "Saved",
        drafted: "下書きを作りました" / "A draft was made",
        done_submit: "申請しました" / "Submitted",
        done_approve: "承認しました" / "Approved",
        done_acknowledge: "受理しました" / "Acknowledged",
        done_decide: "議決を記録しました" / "The resolution was recorded",
        done_return: "差し戻しました" / "Returned",
        done_reject: "却下しました" / "Rejected",
        done_withdraw: "取り下げました" / "Withdrawn",
        done_revise: "改訂を始めました。発効中の版はそのままです" / "Revision begun; the edition in force stays",
        done_retire: "廃止しました" / "Retired",
        done_review: "見直しを記録しました" / "Review recorded",
        done_order_review: "見直しを指示しました" / "Review ordered",
        many_done: "{}件を処理しました" / "{} records done",
        attached: "添付しました" / "Attached",
        held: "廃棄を保留しました" / "Held back from disposal",
        released: "保留を解きました" / "The hold was lifted",
        disposal_proposed: "廃棄を起案しました" / "Its disposal was proposed",
        disposal_approved: "廃棄を承認しました" / "The disposal was approved",
        disposal_declined: "廃棄を取りやめました" / "The disposal was declined",
        disposal_confirmed: "消去を始めました。終わるとここに示します" / "Erasing has begun; this page says when it is done",
        discarded: "下書きの続きを破棄しました" / "Unsaved input was discarded",
        columns: "表示する列を変えました" / "Columns changed",
        view_saved: "表示を保存しました" / "The view was saved",
        view_renamed: "表示の名前を変えました" / "The view was renamed",
        view_removed: "保存した表示を消しました" / "The saved view was removed",
        organization: "組織の登録を変えました" / "The organization was changed",
        account: "アカウントを変えました" / "The account was changed",
        wording: "団体の文言を保存しました" / "Your wording was saved",
        set_up: "準備ができました。まず部署と職員を登録しましょう" / "Ready. Begin with units and members",
        imported: "{}件を取り込みました" / "{} rows imported",
    }
}

words! {
    /// The home page.
    HomeWords {
        lead: "{}現在" / "As of {}",
        waiting: "承認・確認を待っているもの" / "Waiting for you",
        returned: "差し戻されたもの" / "Returned to you",
        drafts: "書きかけの下書き" / "Your drafts",
        reviews: "見直しの時期のもの" / "Due for review",
        unit: "件" / "",
        none_title: "今日することはありません" / "Nothing to do today",
        none_text: "新しく様式を起こすか、台帳をご覧ください。" / "Start a form, or look at the registers.",
        start: "様式を起こす" / "Start a form",
        see_all: "まとめて承認する" / "Approve many at once",
        vacant: "まだ決まっていない役割があります" / "Some offices are vacant",
        unreadable: "読み取れない記録があります" / "Some records cannot be read",
        unreadable_text: "{}です。ほかの記録は使えます。管理者は `kitei verify` で壊れた場所を確かめてください。" / "{}. The others can be used. The administrator can find the damaged place with `kitei verify`.",
        appoint: "役割を任命する" / "Appoint",
        between: "、" / ", ",
        review_until: "{}までに見直します" / "To be reviewed by {}",
        review_late: "期限（{}）を過ぎています" / "Overdue since {}",
        review_open: "残り{}件" / "{} to go",
        review_of: "（有効な{}件のうち）" / " of {} in force;",
        review_ordered: "うち指示によるもの{}件" / "{} of them ordered",
        lacks: "足りないもの" / "Lacking",
        lack_count: "（{}件）" / " ({})",
        many: "1万件以上" / "10,000 or more",
        number: "番号" / "No.",
        form: "様式" / "Form",
        subject: "件名" / "Subject",
        place: "部署" / "Unit",
        since: "日付" / "Since",
    }
}

words! {
    /// Registers and lists.
    RegisterWords {
        search: "ことばで探す（かな・全角半角は問いません）" / "Search",
        state: "状態" / "State",
        in_force: "有効（台帳）" / "In force",
        all: "すべて" / "All",
        number: "番号" / "No.",
        place: "部署" / "Unit",
        count: "{}件" / "{} records",
        many: "10,000件以上" / "10,000 and more",
        page_rows: "このページ {}件" / "{} on this page",
        empty_title: "まだ記録がありません" / "No records yet",
        empty_text: "ここには、この様式の記録が並びます。" / "Records of this form will appear here.",
        empty_found: "条件に合う記録はありません" / "Nothing matches",
        empty_found_text: "条件をゆるめて探してください。" / "Try with fewer conditions.",
 view_kept: "保存した表示は変わっていません。" / "The saved views are as they were.",
        show_all: "条件を外して台帳を開く" / "Open the register without conditions",
        start: "新しく起こす" / "New record",
        import: "Excel・CSVから取り込む" / "Import from Excel or CSV",
        xlsx: "Excel" / "Excel",
        pack: "証跡パック" / "Evidence pack",
        csv: "CSV" / "CSV",
        cp932: "CSV（Shift_JIS）" / "CSV (Shift_JIS)",
        pdf: "印刷（A4横）" / "Print (A4 landscape)",
        review_many: "選んだ行を見直し済みにする" / "Record the selected ones as reviewed",
        open_review: "見直しが済んでいないものだけを表示しています。" / "Only what is still to be reviewed.",
        open_all: "すべて表示する" / "Show all",
        submit_many: "選んだ下書きを申請" / "Submit selected drafts",
        caption: "{}の一覧" / "{}",
    }
}

words! {
    /// Saved views of a register.
    ViewWords {
        standard: "標準" / "Standard",
        save_this: "この表示を保存" / "Save this view",
        name: "表示の名前" / "Name of the view",
        name_support: "検索・条件・並び順・列を、この名前で開けるようにします。同じ名前なら上書きします。" / "Search, conditions, order and columns can be opened by this name. The same name replaces a view.",
        save: "保存する" / "Save",
        tidy: "保存した表示を直す" / "Change saved views",
        name_of: "名前：" / "Name:",
        rename: "名前を変える" / "Rename",
        remove: "消す" / "Remove",
    }
}

words! {
    /// A record.
    RecordWords {
        reviewed: "最終の見直し" / "Last review",
        review_open: "見直しが済んでいません" / "Still to be reviewed",
        review_open_text: "内容を確かめ、変わりがなければ見直し済みにします。変わっていれば改訂します。" / "Look it through: record the review if nothing has changed, revise it if something has.",
        lacking: "足りないものがあります" / "Something is lacking",
        edit: "編集する" / "Edit",
        print: "印刷（PDF）" / "Print (PDF)",
        history: "履歴" / "History",
        contents: "内容" / "Contents",
        attachments: "添付" / "Attachments",
        no_attachments: "添付はありません。" / "No attachments.",
        attach: "ファイルを添付" / "Attach a file",
        attach_button: "添付する" / "Attach",
        approval: "決裁" / "Approval",
        changes: "発効中の版からの変更点" / "Changes since the edition in force",
        edition: "第{}版" / "edition {}",
        in_force_since: "{}に発効" / "In force since {}",
        earlier: "これまでの版：" / "Earlier editions:",
        act: "手続" / "Procedure",
        proof: "証跡" / "Evidence",
        proof_text: "この記録のできごとは、改ざんできない証跡に{}件刻まれています。" / "{} events of this record stand in the evidence log.",
        proof_link: "証明を取り出す（JSON）" / "Take the proof (JSON)",
        pack: "証跡パック（ZIP）" / "Evidence pack (ZIP)",
        pack_text: "紙、データ、すべてのできごととその証明を1つにまとめ、外部の人が通信なしで確かめられるようにします。" / "Paper, data, all events and their proofs in one file that outsiders can check offline.",
        returned_because: "差戻しの理由" / "Why it was returned",
        unsaved: "保存していない入力があります" / "You have unsaved input",
        unsaved_text: "{}に自動で保存した入力の続きです。保存するか、破棄してください。" / "Kept automatically at {}. Save it or discard it.",
        discard: "続きを破棄" / "Discard",
        drafter: "起票者" / "Drafter",
        unit: "部署" / "Unit",
        number: "番号" / "No.",
        drafted_on: "起票日" / "Drafted on",
        updated_on: "更新日" / "Updated on",
        imported_from: "取込元" / "Imported from",
        row: "{}行目" / "row {}",
        to_acts: "手続へ" / "To the procedure",
        cannot: "いまできない手続" / "What cannot be done now",
        waiting_for: "待っている段階：" / "Waiting step:",
        between: "、" / ", ",
        nobody: "この役割の人がいません" / "nobody holds this office",
        hidden: "（見る権限のない記録）" / "(a record you may not see)",
        moved: "表示したあとで、ほかの人が手続を進めました" / "Somebody else acted since you saw this",
        moved_text: "あなたの操作は行っていません。次のことが変わりました。いまの内容を確かめて、必要ならもう一度操作してください。書いたひとことは残っています。" / "What you did was not carried out. This has changed; look at it as it is now and act again if need be. Your comment is still there.",
    }
}

words! {
    /// The forms of the regulation.
    FormListWords {
        lead: "規程が定める様式です。章ごとに並べています。" / "The forms of the regulation, by chapter.",
        search: "様式を探す" / "Look for a form",
        search_button: "探す" / "Search",
        count: "{}件の様式" / "{} forms",
        show_all: "あなたが起案しない様式も表示する（{}件）" / "Also show forms that you do not draft ({})",
        show_mine: "あなたが起案できる様式だけを表示する" / "Show only forms that you may draft",
        none_title: "該当する様式がありません" / "No form found",
        none_text: "言葉を変えるか、すべての様式を表示してください。" / "Try other words, or show all forms.",
    }
}

words! {
    /// Editing a record.
    EditWords {
        attach_now: "添付する" / "Attach",
        remove_file: "外す" / "Take out",
        choose_file: "ファイルを選んでから「添付する」を押してください" / "Choose a file, then press “Attach”",
        not_attached: "選んだファイルはまだ添付されていません。もう一度選んで「添付する」を押してください" / "The file you chose is not attached yet; choose it again and press “Attach”",
        save: "下書きを保存" / "Save draft",
        save_and_submit: "保存して申請" / "Save and submit",
        cancel: "記録に戻る" / "Back to the record",
        other: "その他" / "Other",
        other_text: "その他の内容" / "Other, namely",
        names_hint: "氏名を「、」で区切って書きます。" / "Names, separated by commas.",
        name_hint: "名簿にない人は、その項目を選んで氏名を書きます。" / "For a person who is not listed, choose so and write the name.",
        not_listed: "（名簿にない人）" / "(somebody who is not listed)",
        not_listed_name: "名簿にない人の氏名" / "Name of the person who is not listed",
        other_missing: "「その他」の内容を書いてください" / "Say what the other answer is",
        other_beside: "ほかの答えを選んでいます。この内容を消すか、「その他」を選んでください" / "Another answer is chosen. Clear this, or choose “Other”",
        when_is: "「{}」が「{}」のときに記入します。" / "Asked for when “{}” is “{}”.",
        when_filled: "「{}」を記入したときに書きます。" / "Asked for when “{}” is filled in.",
        when_empty: "「{}」が空のときに書きます。" / "Asked for when “{}” is blank.",
        or: "」か「" / "” or “",
        unasked: "この項目は、いまの答えでは求められていません。保存すると、この内容は消えます。残すときは条件の項目を直してください。消してよければ、もう一度保存してください" / "This is not asked for with the answers given; saving drops it. To keep it, change the answer it depends on. To drop it, save once more",
        find: "一覧にないときは、ことばで探す" / "Search if it is not in the list",
        find_more: "新しい200件だけを並べています。" / "Only the newest 200 are listed.",
        find_button: "探す" / "Search",
        fill_in: "この記録の内容を空欄に写す" / "Fill blank fields from this record",
        unit_title: "どの部署の記録ですか" / "Which unit is it for?",
        begin: "書き始める" / "Begin",
        no_units: "この様式を起こせる部署がありません" / "You cannot start this form for any unit",
        see_records: "記録をみる" / "See its records",
        saved_at: "{}に自動保存" / "Kept at {}",
        conflict_title: "ほかの人が先に保存しました" / "Somebody else saved first",
        conflict_caption: "違いのある項目" / "What differs",
        conflict_text: "どちらも失われていません。項目ごとに選ぶか、書き直して保存してください。" / "Nothing is lost. Choose for each field, or write anew, and save.",
        mine: "あなたの入力" / "Yours",
        theirs: "保存されている内容" / "As saved",
        take: "選んだ内容で続ける" / "Go on with what is chosen",
        bad_date: "「{}」は日付として読めません（例：令和8年5月15日、R8.5.15、2026-05-15）" / "“{}” is no date (e.g. 2026-05-15)",
        bad_number: "「{}」は数として読めません（例：120、約120、不明）" / "“{}” is no number (e.g. 120, 約120, 不明)",
        whole_date: "年月日まで記入してください" / "Give year, month and day",
        autosave: "入力は自動で保存されます。" / "What you type is kept automatically.",
    }
}

words! {
    /// The approval queue.
    QueueWords {
        title: "承認待ち" / "Waiting for approval",
        lead: "変わったところを確かめて、まとめて承認・差戻しができます。" / "See what changed; approve or return many at once.",
        caption: "{}が待っています。古い順です。" / "{} waiting, oldest first.",
        search: "番号・件名・起票者で探す" / "Search by number, subject or drafter",
        none_found: "条件に合うものは待っていません" / "Nothing that waits matches",
        show_all: "条件を外してすべて見る" / "See all without conditions",
        count: "{}件" / "{}",
        count_more: "{}件以上" / "{} and more",
        page: "{}／{}ページ" / "Page {} of {}",
        decide: "選んだものの議決を記録" / "Record the resolution of selected",
        none_title: "待っているものはありません" / "Nothing is waiting",
        none_text: "申請が届くと、ここに並びます。" / "Submissions will appear here.",
        changed: "内容・変更点" / "Contents or changes",
        look: "内容を見る" / "Show contents",
        new: "新規" / "New",
        drafter: "起票者" / "Drafter",
        approve: "選んだものを承認" / "Approve selected",
        acknowledge: "選んだものを受理" / "Acknowledge selected",
        send_back: "選んだものを差戻し" / "Return selected",
        reason: "差戻しの理由・ひとこと" / "Reason or comment",
    }
}

words! {
    /// Doing the same with many records.
    BulkWords {
        question: "{}をまとめて{}" / "{} records: {}",
        question_text: "一覧に出ていない分も含みます。途中で変わったものは対象にしません。" / "Also those that are not on the page. What has changed meanwhile is left alone.",
        leave: "やめて戻る" / "Go back",
        way_on: "できなかったものは、下の一覧で選んだままにしてあります。理由を直して、もう一度操作してください。" / "What was not done is still ticked in the list below. Mend the reason and act again.",
        none_chosen: "対象の記録がありません" / "No record was chosen",
        none_chosen_text: "一覧で行を選んでから、もう一度操作してください。" / "Tick the lines that are meant, then act again.",
        some_failed: "{}件を処理し、{}件はできませんでした" / "{} done, {} not",
        moved: "表示したあとで内容が変わりました。確かめてから、もう一度選んでください" / "it has changed since it was shown; look at it and choose again",
        gone: "見つからないか、見る権限がなくなりました" / "it cannot be found, or you may not see it any more",
        broken: "処理できませんでした" / "this did not work",
    }
}

mod backups;
pub(crate) use backups::*;
mod disposal;
pub(crate) use disposal::*;
mod duties;
pub(crate) use duties::*;

mod organization;
pub(crate) use organization::*;
mod sign_in;
pub(crate) use sign_in::*;

mod imports;
pub(crate) use imports::*;

mod regulation;
pub(crate) use regulation::*;
