//! What the import wizard and the export pages say.

use regulation::Language;

words! {
    /// The list of runs and the frame of the wizard.
    ImportWords {
        title: "ファイルから取り込む" / "Import a file",
        lead: "ExcelやCSVの台帳・名簿を、確かめながら取り込みます。" / "Take in registers and lists from Excel or CSV, looking at each doubt.",
        begin: "新しく取り込む" / "New import",
        none_title: "取り込みはまだありません" / "No imports yet",
        none_text: "お使いのExcel・CSVを選ぶと、内容を確かめてから取り込めます。" / "Choose an Excel or CSV file; you check it before anything is written.",
        caption: "自分の取り込み（新しい順）" / "Your imports, newest first",
        file: "ファイル" / "File",
        target: "取込先" / "Goes to",
        state: "状態" / "State",
        when: "日時" / "When",
        open: "確認の途中" / "Being checked",
        done: "取込み済み" / "Imported",
        resume: "続きをする" / "Go on",
        see_result: "結果を見る" / "See the result",
        members: "職員名簿" / "Member list",
        step_file: "ファイル" / "File",
        step_columns: "見出しと列" / "Headings and columns",
        step_rows: "内容の確認" / "Check the contents",
        step_run: "取り込み" / "Import",
        cancel: "取り込みを中止する" / "Cancel this import",
        cancel_title: "この取り込みを中止しますか" / "Cancel this import?",
        cancel_text: "読み込んだファイルと、ここで直した内容を消します。台帳は変わりません。" / "The file and what you mended here are deleted. The register stays as it is.",
        cancel_proceed: "中止する" / "Cancel the import",
    }
}

words! {
    /// Choosing the file.
    ImportStartWords {
        target_label: "取込先" / "Goes to",
        switch: "取込先を変える" / "Change",
        unit_label: "どの部署の記録にしますか" / "Which unit do new records belong to?",
        unit_support: "新しく作る記録の部署です。いまある記録の部署は変わりません。" / "For new records. Records that are there keep theirs.",
        file_label: "ファイル" / "File",
        file_support: "Excelブック（.xlsx）かCSV（UTF-8・Shift_JIS）。{}MB、{}列、{}行まで。マクロやパスワードのあるブックは読み込めません。" / "An Excel workbook (.xlsx) or CSV (UTF-8 or Shift JIS), up to {} MB, {} columns and {} rows. No macros, no password.",
        read: "ファイルを読み込む" / "Read the file",
        next_title: "このあとの流れ" / "What happens next",
        next_1: "表題・結合したセル・二段の見出しがあっても、表のある場所を探します。" / "The table is found, also under title lines, merged cells and two-row headings.",
        next_2: "列を項目に割り当てます。前回と同じ見出しなら、その割り当てを使います。" / "Columns are put on fields, as last time where the headings are the same.",
        next_3: "日付・件数・氏名などを読み取り、足りない項目と疑わしい値を示します。その場で直せます。" / "Dates, counts and names are read; what is missing or doubtful is shown and mended in place.",
        next_4: "確かめたら、一度に全部取り込みます。途中で一部だけ入ることはありません。" / "Then all of it is imported at once; never only a part.",
        next_5: "同じ台帳をもう一度取り込むと、重複させず、変わったところだけを示します。" / "Importing the same register again shows what changed; it makes no duplicates.",
        none_title: "取り込める台帳がありません" / "There is nothing you can import into",
        none_text: "台帳に記録を起こせる部署の人か、システムの管理者が取り込めます。" / "Those who may draft records for a unit, and administrators, can import.",
        no_file: "ファイルを選んでください" / "Choose a file",
        too_large: "ファイルが{}MBを超えています。画像を除くか、シートを分けて保存してください。" / "The file is larger than {} MB. Remove images, or split it into several files.",
        cut_off: "ファイルの送信が途中で切れました。もう一度選んで、読み込んでください。" / "The upload was cut off. Choose the file again.",
        bad_unit: "部署を選び直してください" / "Choose the unit again",
    }
}

words! {
    /// Sheet, heading rows and columns.
    ImportColumnWords {
        sheet: "シート" / "Sheet",
        sheet_rows: "{}（{}行）" / "{} ({} rows)",
        hidden: "{}・非表示" / "{}, hidden",
        header: "見出しの行" / "Heading row",
        header_support: "列の名前が書かれている、いちばん上の行です。" / "The topmost row with the names of the columns.",
        header_row: "{}行目：{}" / "row {}: {}",
        header_none: "見つかりません。選んでください" / "None was found: choose one",
        lines: "見出しの段数" / "Heading lines",
        one_line: "1段" / "one",
        many_lines: "{}段" / "{}",
        unit: "部署" / "Unit",
        preview: "シートの先頭" / "The top of the sheet",
        is_header: "見出し" / "heading",
        columns: "列の割り当て" / "Columns",
        columns_caption: "{}列。項目を選び直せます。" / "{} columns; each can be put on another field.",
        letters: "列" / "Column",
        heading: "見出し" / "Heading",
        samples: "値の例" / "First values",
        field: "項目" / "Field",
        field_of: "{}列の項目" / "Field for column {}",
        confidence: "確かさ" / "How sure",
        automatic: "自動" / "automatic",
        remembered: "前回と同じ" / "as last time",
        chosen: "選択しました" / "chosen",
        check: "要確認" / "please check",
        left_out: "取り込みません" / "left out",
        no_field: "（取り込まない）" / "(leave out)",
        required: "{}※必須" / "{} (required)",
        no_heading: "（見出しなし）" / "(no heading)",
        unmapped: "割り当てのない必須項目が{}個あります" / "{} required fields have no column",
        unmapped_text: "列を割り当てるか、次の画面で行ごとに記入できます。" / "Put a column on them, or fill them in row by row on the next page.",
        beside: "表の外の記載" / "Words outside the table",
        beside_text: "取り込みません。記録に必要なら、取り込んだあとで書き加えてください。" / "They are not imported. Add them to the records later if needed.",
        new_units: "新しく作る部署" / "Units that will be created",
        next: "次へ：内容を確かめる" / "Next: check the contents",
        reread: "選んだシート・見出しで読み直す" / "Read again with this sheet and heading",
    }
}

words! {
    /// The rows.
    ImportRowWords {
        rows: "全体" / "All rows",
        new: "新規" / "New",
        changed: "更新" / "Changed",
        same: "変更なし" / "Same",
        conflicting: "食い違い" / "Conflicting",
        repeated: "重複" / "Repeated",
        skipped: "除外" / "Left out",
        doubtful: "要確認" / "Doubtful",
        missing: "未記入" / "Incomplete",
        unit: "行" / "",
        tab_all: "すべての行" / "All rows",
        tab_doubtful: "確かめる行だけ" / "Only rows to check",
        tabs: "表示する行" / "Rows to show",
        caption: "取り込む行" / "Rows to import",
        row: "{}行目" / "row {}",
        subject: "行・件名" / "Row and subject",
        to_check: "確かめるところ" / "To check",
        contents: "取り込む内容" / "Contents",
        nothing: "ありません" / "Nothing",
        all_values: "全項目（{}）" / "All values ({})",
        repeats: "{}行目と同じ内容です" / "Says the same as row {}",
        record: "記録 {}" / "record {}",
        changes: "変わる内容" / "What changes",
        cell: "セル{}" / "cell {}",
        input_of: "{}行目の「{}」" / "`{}`: row {}",
        mend: "直す" / "Mend",
        confirm: "この値でよい" / "It is right",
        suggestion: "候補「{}」を使う" / "Use “{}”",
        edit: "この行の値を直す" / "Edit this row",
        skip: "この行を取り込まない" / "Leave this row out",
        unskip: "やはり取り込む" / "Take it in after all",
        done_title: "確かめる行はありません" / "Nothing is left to check",
        done_text: "すべての行を取り込めます。下の「取り込み」へ進んでください。" / "All rows can be imported. Go on to the import below.",
        empty_title: "取り込む行がありません" / "There are no rows",
        empty_text: "前の画面で、シートと見出しの行を選び直してください。" / "Choose another sheet or heading row on the previous page.",
        back: "見出しと列に戻る" / "Back to the columns",
        to_run: "取り込みへ進む" / "Go to the import",
        position: "{}ページ中 {}ページ目" / "{} pages, this is page {}",
    }
}

words! {
    /// Running it, and what came of it.
    ImportRunWords {
        title: "取り込み" / "Import",
        text: "新規{}件、更新{}件を取り込みます。" / "{} new and {} changed rows will be written.",
        whole: "全部を一度に取り込みます。失敗したときは、1件も取り込みません。" / "All at once: if anything fails, nothing is written.",
        allow: "未記入のある行は、下書きとして取り込む" / "Import incomplete rows as drafts",
        allow_support: "未記入の行が{}行あります。取り込んだあと、下書きの画面で補えます。" / "{} rows are incomplete; fill them in as drafts later.",
        run: "取り込む" / "Import",
        run_submit: "取り込んで申請する" / "Import and submit",
        submit_support: "申請できるものだけを申請します。足りないものは下書きに残り、理由を示します。" / "What is complete is submitted; the rest stays a draft, with the reasons.",
        rows: "該当する行：" / "Rows: ",
        refused: "取り込んでいません。1件も登録していません" / "Nothing was imported; not a single row",
        way_on: "示した行を直すか、除いてから、もう一度取り込んでください。" / "Mend or leave out the rows named, then import again.",
        conflict: "確認のあいだに、ほかの人が記録を変えました。最新の内容と比べ直しました" / "Somebody changed a record meanwhile; the rows were compared again",
        done: "取り込みました" / "Imported",
        done_lead: "{}の結果です。" / "What came of {}.",
        created: "新規" / "New",
        updated: "更新" / "Changed",
        same: "変更なし" / "Same",
        skipped: "除外" / "Left out",
        units: "新しい部署" / "New units",
        submitted: "申請" / "Submitted",
        not_submitted: "申請できなかったもの" / "Not submitted",
        count: "件" / "",
        not_submitted_caption: "{}件は下書きのままです。理由を直してから申請してください。" / "{} stay drafts. Mend what is named, then submit them.",
        row: "行" / "Row",
        reasons: "理由" / "Reasons",
        open: "{}行目の下書きを開く" / "Open the draft of row {}",
        report: "結果の一覧（CSV）" / "Report (CSV)",
        report_name: "取込結果" / "import-report",
        to_drafts: "下書きの一覧を見る" / "See the drafts",
        to_register: "台帳を見る" / "See the register",
        to_members: "組織と職員を見る" / "See units and members",
        again: "別のファイルを取り込む" / "Import another file",
    }
}

words! {
    /// Registers and records as files.
    ExportWords {
        failed: "ファイルを作れませんでした" / "No file could be made",
        way_on: "台帳に戻って絞り込むか、ほかの形式で出力してください。" / "Go back and narrow the list, or choose another format.",
        back: "台帳に戻る" / "Back to the register",
        back_record: "記録に戻る" / "Back to the record",
        as_xlsx: "Excelで出力する" / "Export to Excel",
        as_csv: "CSV（UTF-8）で出力する" / "Export to CSV (UTF-8)",
    }
}
