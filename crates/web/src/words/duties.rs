//! Words of the pages about duties.

use ::regulation::Language;

words! {
    /// 期限: lists of what is due.
    DutyWords {
        title: "期限" / "Due dates",
        lead: "規程と法令が求めることを、期限の順に並べています。" / "What the regulation and the law ask for, in order of day.",
        mine: "自分" / "Mine",
        unit: "自分の部署" / "My unit",
        all: "見られるものすべて" / "All I may see",
        whose: "だれの期限か" / "Whose",
        late: "期限を過ぎたもの" / "Overdue",
        open: "いますること" / "To be done now",
        upcoming: "これからのもの" / "Coming up",
        done: "済んだもの" / "Done",
        to_do: "することだけ" / "What is to be done",
        count_unit: "件" / "",
        programme: "分野" / "Programme",
        any_programme: "すべての分野" / "All programmes",
        state: "状態" / "State",
        narrow: "絞り込む" / "Narrow down",
        caption: "{}（{}件）" / "{} ({})",
        duty: "すること" / "What",
        due: "期限" / "Due",
        who: "担当" / "Who",
        next: "次の操作" / "Next step",
        nobody: "担当者がいません" / "Nobody holds the office",
        days_left: "あと{}日" / "{} days left",
        today: "今日まで" / "today",
        days_late: "{}日遅れ" / "{} days late",
        done_on: "{}に完了" / "done on {}",
        done_late_on: "{}に完了（遅れ）" / "done late, on {}",
        confirmed_on: "{}に確認" / "confirmed on {}",
        waived_on: "{}に免除" / "waived on {}",
        why: "理由と数え方" / "Why then",
        begin: "様式を起こす" / "Start the form",
        open_record: "記録を開く" / "Open the record",
        by_hand: "済んだことを記す" / "Record that it is done",
        look: "くわしく" / "Details",
        none_title: "該当する期限はありません" / "Nothing here",
        none_text: "期限の近いものがあると、ここに並びます。" / "What becomes due will appear here.",
        page: "{} / {}ページ" / "Page {} of {}",
        to_answer: "免除の申出（あなたの回答を待っています）" / "Waivers that wait for your answer",
        asked_by: "{}の申出：{}" / "{} asked: {}",
        overview: "遅れの一覧" / "What is late",
        year: "年間計画" / "The year",
        operator: "全体" / "The whole organization",
        see_all: "期限をすべて見る" / "See all due dates",
        home: "期限が来ていること" / "Due",
        of_record: "この記録から数えている期限" / "Due because of this record",
    }
}

words! {
    /// One instance of a duty.
    DutyItemWords {
        period: "対象の期間" / "Period",
        started: "起点の日" / "Counted from",
        opens: "取りかかれる日" / "Open from",
        whose: "だれの義務か" / "Whose",
        clause: "根拠" / "Clause",
        met_by: "済んだことになる記録" / "Met by",
        met_by_hand: "担当者の確認" / "confirmation by whoever does it",
        told: "遅れたとき知らせる先" / "Who is told of a delay",
        told_after: "{}日後：{}" / "after {} days: {}",
        nobody_told: "なし" / "nobody",
        missed: "過ぎると不適合の候補になります" / "becomes a proposed nonconformity when missed",
        reason: "この日になる理由" / "Why it is due then",
        by_clause: "規程の定め" / "The rule",
        record: "きっかけになった記録" / "The record that started it",
        met_record: "済ませた記録" / "The record that met it",
        beside: "同じ記録から数えているもの" / "Other clocks of the same record",
        notes: "書かれたこと" / "What was written",
        no_notes: "まだありません。" / "Nothing yet.",
        act: "すること" / "What to do",
        nothing: "いまできることはありません。" / "There is nothing to do here now.",
        confirm: "済んだことを記す" / "Record that it is done",
        what: "何をしたか" / "What was done",
        ask: "免除を申し出る" / "Ask for a waiver",
        ask_text: "今回はしなくてよいと思う理由を書いてください。遅れの知らせを受ける人が判断します。" / "Say why it need not be done this time. Whoever is told of delays decides.",
        why: "理由" / "Reason",
        answer: "免除の申出に答える" / "Answer the request for a waiver",
        comment: "一言（断るときは理由）" / "Comment (the reason when you refuse)",
        approve: "免除する" / "Waive it",
        refuse: "断る" / "Refuse",
        confirmed: "済んだことを記した" / "recorded that it was done",
        waiver_asked: "免除を申し出た" / "asked for a waiver",
        waiver_approved: "免除した" / "waived it",
        waiver_refused: "免除を断った" / "refused the waiver",
        lapsed: "対象外になりました" / "came to nothing",
    }
}

words! {
    /// What is late, by unit and by person.
    OverviewWords {
        title: "遅れの一覧" / "What is late",
        lead: "あなたが知らせを受ける義務について、遅れを部署と人ごとに数えています。" / "What is late of the duties that you are told of, by unit and by person.",
        by_unit: "部署ごと" / "By unit",
        by_member: "人ごと" / "By person",
        unit: "部署" / "Unit",
        member: "担当" / "Person",
        late: "遅れ" / "Late",
        open: "これからする" / "To do",
        since: "いちばん古い期限" / "Earliest due date",
        none_title: "遅れはありません" / "Nothing is late",
        none_text: "遅れが出ると、部署と人ごとにここに並びます。" / "Delays will appear here by unit and by person.",
        nobody: "担当者がいない役割" / "Vacant offices",
    }
}

words! {
    /// What the server does by itself.
    JobWords {
        title: "自動の仕事" / "Work of the server",
        lead: "期限のお知らせメールなど、サーバーが自分でする仕事です。" / "What the server does by itself, such as mails about what is due.",
        dead: "あきらめたもの" / "Given up",
        waiting: "これからするもの" / "To be done",
        done: "済んだもの（30日分）" / "Done in 30 days",
        kind: "仕事" / "What",
        to: "宛先" / "To",
        at: "日時" / "When",
        attempts: "回数" / "Attempts",
        error: "できなかった理由" / "Why not",
        next: "次の操作" / "Next step",
        retry: "もう一度する" / "Try again",
        digest_plan: "その日のメールの準備" / "Preparing the mails of the day",
        digest: "期限のお知らせメール" / "Mail about what is due",
        none_title: "まだ何もありません" / "Nothing yet",
        none_text: "メールを送るには、サーバーの kitei.toml に [mail] を書き、サーバーを起動し直してください。" / "To send mails, write [mail] into kitei.toml on the server and start it again.",
    }
}
