//! The words of the regulation browser and the evidence pages; those of the law calculator are in `calculator`.

mod calculator;

use regulation::Language;

pub(crate) use calculator::*;

words! {
    /// The regulation as a book: its frame and its clauses.
    RegulationWords {
        title: "規程" / "The regulation",
        lead: "版：{}" / "Edition: {}",
        tabs: "規程の各部" / "Parts of the regulation",
        clauses: "条文" / "Clauses",
        forms: "様式" / "Forms",
        offices: "役割" / "Offices",
        rules: "規則" / "Rules",
        terms: "用語" / "Terms",
        year: "年間計画" / "The year",
        check: "検査" / "Check",
        here: "登録した条項（原典は{}件）" / "Clauses here (the source has {})",
        realized: "仕組みで実現" / "Realized",
        organizational: "組織で実施" / "Done by people",
        missing: "未実現" / "Not realized",
        unit: "件" / "",
        all: "すべて" / "All",
        how: "実現のしかた" / "How it is realized",
        search: "条項をことばで探す" / "Search the clauses",
        caption: "条項 {}件。原典の順です。要旨は、当システムのことばです。" / "{} clauses in the order of the source; the meaning is in our own words.",
        clause: "条項" / "Clause",
        meaning: "見出しと要旨" / "Heading and meaning",
        realized_by: "実現するもの" / "Realized by",
        none_title: "条件に合う条項はありません" / "No clause matches",
        none_text: "ことばを変えるか、条件を外してください。" / "Try other words or fewer conditions.",
        clear: "条件を外す" / "Clear the conditions",
    }
}

words! {
    /// Defined terms.
    TermWords {
        used: "この画面の用語（{}）" / "Terms used here ({})",
        lead: "この規程が定める用語です。意味は、その用語を使う画面でも読めます。" / "The terms that the regulation defines. Each can also be read where it is used.",
        none: "この規程に定められた用語はありません" / "This regulation defines no terms",
    }
}

words! {
    /// The fiscal year as a chart.
    YearWords {
        before: "前の年度" / "Year before",
        after: "次の年度" / "Year after",
        none: "この規程には、まだ義務（期日のある仕事）がありません。" / "This regulation has no duties with a day yet.",
        duty: "すること" / "Duty",
        month: "{}月" / "Month {}",
        day: "{}日" / "{}",
        everyone: "職員等の全員" / "every member",
        each_unit: "{}（部署ごと）" / "{} (each unit)",
        daily: "毎日すること" / "Each day",
        clocks: "きっかけから数えるもの" / "Counted from an event",
        reasons: "期日の数え方" / "How each day was found",
        late_sign: "▲遅" / "▲ late",
        due_sign: "○" / "○",
        done_sign: "✓済" / "✓ done",
        of_all: "{}/{}" / " {} of {}",
        late: "期限を過ぎたものがあります" / "some of it is overdue",
        due: "これからのものがあります" / "some of it is still to be done",
        done: "すべて済みました" / "all of it is done",
        legend: "あなたが担当するもの、知らせを受けるものについて示しています。" / "Of what is yours, or what you are told of.",
    }
}

words! {
    /// What cites a clause.
    CitingWords {
        form: "様式" / "Form",
        field: "項目" / "Field",
        step: "手順" / "Step",
        rule: "規則" / "Rule",
        office: "役割" / "Office",
        planned: "今後の対応" / "Planned",
        evidence: "組織で実施" / "Done by people",
        scenario: "確かめる検査" / "Proved by",
        drafters: "起こせる人" / "who drafts",
        readers: "読める人" / "who reads",
        retention: "保存期間" / "how long it is kept",
        review: "見直し" / "review",
        choice: "選択肢「{}」（{}）" / "choice “{}” ({})",
        emergency: "緊急のときの事後手続" / "emergency: steps afterwards",
        duty: "義務" / "Duty",
    }
}

words! {
    /// The page of a clause.
    ClauseWords {
        meaning: "要旨" / "Meaning",
        meaning_note: "当システムのことばで言い換えたものです。原典の文言ではありません。" / "A paraphrase in our own words, not the wording of the source.",
        own: "団体の文言" / "Your own wording",
        no_own: "団体の文言は、まだ登録されていません。" / "No wording of your own is recorded yet.",
        edit: "団体の文言を書く・直す" / "Write or change it",
        edit_hint: "原典の文言や団体の解釈を、10,000文字まで書けます。空にして保存すると取り消します。変更は証跡に残ります。" / "The source's wording or your reading of it, up to 10,000 characters. Saving it empty takes it back. Changes stand in the evidence log.",
        save: "保存する" / "Save",
        realized_by: "この条項を実現するもの" / "What realizes this clause",
        proved_by: "この条項を確かめる検査" / "What proves this clause",
        nothing: "この条項を実現するものは、まだありません。" / "Nothing realizes this clause yet.",
        records: "実現した記録（新しいもの）" / "Newest records",
        no_records: "読める記録は、まだありません。" / "There is no record you may read yet.",
        number: "番号" / "No.",
        subject: "件名" / "Subject",
        form: "様式" / "Form",
        place: "部署" / "Unit",
        previous: "前の条項" / "Previous clause",
        next: "次の条項" / "Next clause",
        unknown_title: "条項「{}」は登録されていません" / "There is no clause “{}” here",
        unknown_text: "番号の書き方が違うか、まだ取り込んでいない条項です。条文の一覧から探してください。" / "Perhaps it is written differently, or not taken in yet. Look for it in the list of clauses.",
        near: "近い番号の条項" / "Clauses with a number like it",
        to_list: "条文の一覧へ" / "To the list of clauses",
    }
}

words! {
    /// The forms of the regulation.
    FormPageWords {
        caption: "様式 {}件" / "{} forms",
        form: "様式" / "Form",
        kind: "種類" / "Kind",
        purpose: "目的" / "Purpose",
        clause: "根拠" / "Clause",
        register: "台帳" / "Register",
        application: "申請書" / "Application",
        report: "報告書" / "Report",
        sheet: "作業用紙" / "Worksheet",
        records: "この様式の記録" / "Records of this form",
        start: "この様式を起こす" / "Start this form",
        drafters: "起こせる人" / "Who drafts",
        readers: "読める人" / "Who reads",
        readers_anyway: "起こせる人と、ルートで決裁する人は読めます。" / "Its drafters and the offices of its route.",
        aliases: "別の呼び方" / "Other names",
        retention: "保存期間" / "Kept",
        practice: "（規程に定めはなく、実務です）" / " (practice; the regulation does not say)",
        review: "見直し" / "Review",
        review_directed_by: "指示する人：" / "Ordered by: ",
        route: "決裁ルート" / "Route",
        no_route: "決裁ルートはありません。" / "There is no route.",
        emergency: "緊急のとき" / "In an emergency",
        steps_caption: "手順の順番です。枝番の手順は、どれからでも進められます。" / "In order; numbered parts of a step go in any order.",
        step: "手順" / "Step",
        who: "だれが" / "Who",
        when: "いつ" / "When",
        always: "いつも" / "Always",
        fields: "項目" / "Fields",
        fields_caption: "項目 {}件" / "{} fields",
        field: "項目" / "Field",
        required: "必須" / "Required",
        personal: "個人情報" / "Personal",
        is_required: "必須" / "required",
        is_optional: "任意" / "optional",
        is_personal: "個人情報" / "personal",
        practice_field: "実務" / "practice",
        choices: "選択肢 {}件" / "{} choices",
    }
}

words! {
    /// Parts of a form in words.
    FormPartWords {
        bracketed: "{}（{}）" / "{} ({})",
        titled: "{}：{}" / "{}: {}",
        both: "{}。{}" / "{}. {}",
        submit: "申請" / "Submit",
        approve: "承認" / "Approve",
        acknowledge: "受理・確認" / "Acknowledge",
        decide: "議決" / "Resolve",
        parallel: "並行" / "In parallel",
        drafter: "起こした人" / "The drafter",
        recorded_by: "議決は{}が記録します" / "Recorded by {}",
        any_order: "次の手順を、どれからでも" / "The following, in any order",
        own_unit: "その部署" / "its own unit",
        parent_unit: "一つ上の部署" / "the unit above",
        unit_tree: "その部署か上位の部署" / "its unit or one above",
        facility: "その施設" / "its facility",
        operator: "団体全体" / "anywhere",
        everyone: "全職員" / "Everyone",
        when_filled: "「{}」に記入があるとき" / "when “{}” is filled in",
        when_empty: "「{}」が空のとき" / "when “{}” is empty",
        when_is: "「{}」が「{}」のとき" / "when “{}” is {}",
        or: "」か「" / " or ",
        yes: "はい" / "yes",
        no: "いいえ" / "no",
        text: "文字（1行）" / "Short text",
        long_text: "文章" / "Long text",
        date: "日付" / "Date",
        date_range: "期間" / "Period",
        number: "数" / "Number",
        number_of: "数（{}）" / "Number ({})",
        estimable: "。「約」「不明」も可" / "; estimates and “unknown” count",
        choice: "一つ選ぶ" / "One choice",
        many_choice: "いくつでも選ぶ" / "Any choices",
        open: "（ほかの答えも可）" / " (or another answer)",
        member: "職員" / "Member",
        unit: "部署" / "Unit",
        office: "役割" / "Office",
        record: "「{}」の記録" / "Record of “{}”",
        clause_exception: "条項による例外とその理由" / "Exception by a clause, with its reason",
        file: "ファイル（{}個まで）" / "Files (up to {})",
        table: "表（{}行まで）" / "Table (up to {} rows)",
        consent: "同意" / "Consent",
        yes_no: "はい・いいえ" / "Yes or no",
        product: "自動（二つの項目の積）" / "Worked out: product of two fields",
        row_count: "自動（表の行数）" / "Worked out: rows of a table",
        largest: "自動（表の最大値）" / "Worked out: largest of a column",
        copied: "自動（元の記録から写す）" / "Worked out: copied from another record",
        kept_in_force: "有効な間" / "While it is in force",
        kept_from_made: "発効から{}年" / "{} years from coming into force",
        kept_from_retired: "廃止から{}年" / "{} years from retirement",
        review_from: "年度末の{}か月前から" / "In the last {} month(s) of the fiscal year",
    }
}

words! {
    /// The offices of the regulation.
    RegulationOfficeWords {
        caption: "役割 {}件" / "{} offices",
        holders: "いまの就任者をみる" / "Who holds them now",
        office: "役割" / "Office",
        held: "置く所" / "Held over",
        appointed: "任命する人" / "Appointed by",
        duties: "責務" / "Duties",
        clause: "根拠" / "Clause",
        body: "会議体" / "body",
        required: "必ず置く" / "must be held",
        ex_officio: "職名では{}" / "By post: {}",
        at_most: "{}人まで" / "at most {}",
        administrator: "システム管理者が登録" / "recorded by the administrator",
    }
}

words! {
    /// The rules of the regulation.
    RuleWords {
        lead: "してはならないことを、プログラムが毎回確かめます。断るときに読む文も、ここにあります。" / "What may never be, asked at every act; and what a person who is refused reads.",
        count: "規則 {}件" / "{} rules",
        forbids: "禁じる" / "forbids",
        permits: "許す" / "permits",
        text: "規則の本文（Cedar）" / "Text of the rule (Cedar)",
        none_title: "規則はありません" / "There are no rules",
        none_text: "この規程では、様式・ルート・役割がすべてを決めています。" / "Forms, routes and offices say everything.",
    }
}

words! {
    /// Whether the regulation holds together.
    CheckWords {
        lead: "規程どうしのつじつまと、検査の筋書きを確かめた結果です。「kitei check」でも同じ結果が出ます。" / "Whether the parts fit each other and the scenarios pass; “kitei check” says the same.",
        unit: "件" / "",
        passed: "合格" / "passed",
        failed: "不合格" / "failed",
        findings: "指摘" / "Findings",
        findings_caption: "指摘 {}件" / "{} findings",
        no_findings: "指摘はありません。" / "There are no findings.",
        error: "誤り" / "Error",
        warning: "注意" / "Warning",
        what: "内容" / "What",
        mend: "直し方" / "How to mend it",
        place: "場所" / "Place",
        clause: "条項" / "Clause",
        scenarios: "検査の筋書き" / "Scenarios",
        scenarios_caption: "筋書き {}件。人が動いたとき、通るか断られるかを確かめます。" / "{} scenarios: people act, and each act is accepted or refused as written.",
        no_scenarios: "筋書きはありません。" / "There are no scenarios.",
        scenario: "筋書き" / "Scenario",
        result: "結果" / "Result",
    }
}

words! {
    /// The evidence log.
    EvidenceWords {
        verify_who: "全体の検証を始めるのと、異常の場所を読むのは、システムの管理者です" / "The administrator starts a verification of everything and reads where something is wrong",
        title: "証跡" / "Evidence",
        lead: "できごとを消したり書き換えたりすると、必ず分かる記録です。" / "A log from which nothing can be removed or changed unnoticed.",
        what: "証跡とは" / "What it is",
        what_one: "起票、承認、任命など、保存のたびにできごとが1件ずつ末尾に加わります。" / "Each draft, approval or appointment adds one event at the end when it is saved.",
        what_two: "各できごとの指紋を木の形にまとめ、その根に電子署名をします。これがチェックポイントです。" / "The fingerprints of all events form a tree, and its root is signed: that is a checkpoint.",
        what_three: "過去の1文字でも変わると根が変わるため、控えておいたチェックポイントと合わなくなります。" / "If a single letter of the past changes, the root no longer fits a checkpoint that somebody kept.",
        events: "できごと" / "Events",
        unit: "件" / "",
        checkpoint: "最新のチェックポイント" / "Newest checkpoint",
        as_of: "{}現在" / "As of {}",
        none: "まだ、できごとがありません。" / "There is no event yet.",
        keep: "ときどき印刷するか写し、別の所に保管してください。後から比べられます。" / "Print or copy it now and then and keep it elsewhere, to compare later.",
        plain: "チェックポイントだけを開く（サインイン不要）" / "Open the checkpoint alone (no sign-in needed)",
        public: "公開アドレス：/log/checkpoint、公開鍵は /log/key、ハッシュのタイルは /log/tile/（C2SP tlog-tiles）。定期的に取りに来てもらうと、後からの書換えに必ず気づけます。" / "Public addresses: /log/checkpoint, the key at /log/key, tiles of hashes under /log/tile/ (C2SP tlog-tiles). Have somebody outside fetch them regularly, and a later rewriting cannot go unnoticed.",
        key: "公開鍵" / "Public key",
        verify: "全体の検証" / "Verify everything",
        verify_text: "すべてのできごと、記録、チェックポイントを初めから確かめます。大きいと数分かかります。" / "Every event, record and checkpoint from the first; minutes where there are many.",
        verify_button: "いま全体を検証する" / "Verify everything now",
        last_result: "前回の結果をみる" / "See the last result",
        offline: "このサーバーの外で確かめるには" / "To verify outside this server",
        offline_one: "データフォルダーの控えを、別のパソコンに写します。" / "Copy a backup of the data folder to another computer.",
        offline_two: "そこで「kitei verify」にフォルダーを渡すと、同じ検証を初めから行い、壊れた所を名指しします。" / "Give the folder to “kitei verify” there: it verifies everything from the first event and names what is damaged.",
        offline_three: "記録だけなら、記録や台帳の画面から証跡パック（ZIP）を取り出します。中のページをブラウザーで開くと、通信なしで確かめられます。" / "For records alone, take an evidence pack (ZIP) from the record or the register. The page in it checks it in a browser, offline.",
        offline_page: "パックを確かめるページを保存する" / "Save the page that checks packs",
        result_title: "検証の結果" / "Result of the verification",
        running_title: "検証しています" / "Verifying",
        running_text: "{}に始めました。この画面は離れてもかまいません。" / "Begun at {}. You can leave this page.",
        look_again: "結果が出たか確かめる" / "Look whether it is done",
        never_title: "まだ検証していません" / "Not verified yet",
        never_text: "証跡の画面から始めてください。" / "Begin on the evidence page.",
        to_evidence: "証跡へ" / "To the evidence page",
        good: "すべて合っています" / "Everything fits",
        good_text: "{}に終わりました。改ざんや破損は見つかりませんでした。" / "Done at {}. Nothing was changed or damaged.",
        bad: "合わない所があります" / "Something does not fit",
        bad_text: "{}に終わりました。データフォルダーを写してから、管理者に知らせてください。" / "Done at {}. Copy the data folder first, then tell the administrator.",
        failed: "検証できませんでした" / "It could not be verified",
        failed_text: "データベースに問い合わせできません。管理者に知らせてください。" / "The database cannot be queried. Tell the administrator.",
        leaves: "できごと" / "Events",
        records: "記録" / "Records",
        checkpoints: "チェックポイント" / "Checkpoints",
        findings: "指摘" / "Findings",
        findings_caption: "合わない所 {}件" / "{} findings",
        place: "場所" / "Place",
        message: "内容" / "What",
        root: "木の根" / "Root",
    }
}
