//! Why a file cannot be read, and what to do about it, in words that an office understands.

use regulation::Text;

use crate::workbook::column_letters;

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file is larger than allowed.
    #[error("file has {bytes} bytes, allowed are {max_bytes}")]
    TooLarge {
        /// Bytes of the file.
        bytes: usize,
        /// Bytes allowed.
        max_bytes: usize,
    },
    /// The file is neither an xlsx workbook nor a CSV.
    #[error("file is {found:?}, not a workbook or CSV")]
    WrongType {
        /// What it is instead.
        found: FoundType,
    },
    /// The workbook carries macros.
    #[error("workbook carries macros")]
    Macros,
    /// The workbook is locked with a password.
    #[error("workbook is encrypted")]
    Encrypted,
    /// The text is in no encoding that is read here.
    #[error("byte {offset} in line {line} fits neither UTF-8 nor CP932")]
    WrongEncoding {
        /// Offset of the first byte that fits nothing, from 0.
        offset: usize,
        /// Its line, from 1.
        line: usize,
        /// The encoding it looks like; empty where there is no telling.
        looks_like: &'static str,
    },
    /// There are more columns than allowed.
    #[error("sheet `{sheet}` has {columns} columns or more, allowed are {max}")]
    TooManyColumns {
        /// Sheet.
        sheet: String,
        /// Columns seen until the reading stopped.
        columns: usize,
        /// Columns allowed.
        max: usize,
    },
    /// There are more rows than allowed.
    #[error("sheet `{sheet}` has more than {max} rows")]
    TooManyRows {
        /// Sheet.
        sheet: String,
        /// Rows allowed.
        max: usize,
    },
    /// A cell holds more than a cell can hold.
    #[error("cell {column}{row} of sheet `{sheet}` has more than {max_chars} characters", column = column_letters(*column))]
    CellTooLong {
        /// Sheet.
        sheet: String,
        /// Row, from 1.
        row: u32,
        /// Column, from 0.
        column: u32,
        /// Characters allowed.
        max_chars: usize,
    },
    /// The file unpacks to far more than it seems: a bomb, or a sheet formatted to its last row.
    #[error("workbook unpacks to too much: {excess:?}")]
    Swollen {
        /// What there is too much of.
        excess: Excess,
    },
    /// The workbook declares a document type or entities, which no office program writes.
    #[error("part `{part}` declares a document type")]
    Entities {
        /// Part of the workbook.
        part: String,
    },
    /// The file is cut off or broken.
    #[error("file is damaged at {place}")]
    Damaged {
        /// Part or line.
        place: String,
    },
    /// There is nothing in it.
    #[error("file is empty")]
    Empty,
}

/// What a refused file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundType {
    /// Excel 97–2003 (.xls), or another program's file of that time.
    OldExcel,
    /// Excel binary workbook (.xlsb).
    BinaryExcel,
    /// `OpenDocument` sheet.
    OpenDocument,
    /// PDF.
    Pdf,
    /// HTML, often with the ending .xls.
    Html,
    /// XML, such as Excel 2003 XML.
    Xml,
    /// Image.
    Image,
    /// A zip or another office program's file.
    OtherZip,
    /// Anything else that is not text.
    Binary,
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Unpacked bytes.
    Bytes,
    /// Unpacked bytes for the file's size.
    Ratio,
    /// Parts.
    Parts,
    /// Sheets.
    Sheets,
    /// Number formats or cell styles.
    Styles,
    /// Cells.
    Cells,
    /// Text in all cells.
    Text,
}

impl FoundType {
    /// Its name for people.
    pub fn name(self) -> Text {
        match self {
            Self::OldExcel => {
                Text::new("古い形式のExcel（.xls）など", "an old Excel file (.xls) or the like")
            }
            Self::BinaryExcel => {
                Text::new("Excelのバイナリ形式（.xlsb）", "a binary Excel workbook (.xlsb)")
            }
            Self::OpenDocument => {
                Text::new("OpenDocument形式（.odsなど）", "an OpenDocument file (.ods or the like)")
            }
            Self::Pdf => Text::new("PDF", "a PDF"),
            Self::Html => Text::new("HTML", "HTML"),
            Self::Xml => Text::new("XML", "XML"),
            Self::Image => Text::new("画像", "an image"),
            Self::OtherZip => Text::new(
                "Excelブックではない圧縮ファイル",
                "a packed file that is no Excel workbook",
            ),
            Self::Binary => Text::new("表ではないファイル", "a file that is no table"),
        }
    }
}

impl FoundType {
    /// Whether Excel opens it, so that it can be saved anew.
    fn opens_in_excel(self) -> bool {
        matches!(
            self,
            Self::OldExcel | Self::BinaryExcel | Self::OpenDocument | Self::Html | Self::Xml
        )
    }

    fn text(self) -> Text {
        let name = self.name();
        let (ja, en) = if self.opens_in_excel() {
            (
                "Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。",
                "Open it in Excel and save it as an Excel workbook (.xlsx) or CSV.",
            )
        } else {
            (
                "「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。",
                "Choose an Excel workbook (.xlsx) or a CSV.",
            )
        };
        Text::new(
            format!("このファイルは{}です。{ja}", name.ja),
            format!("This is {}. {en}", name.en),
        )
    }
}

impl ReadError {
    /// What a person is told: what is wrong, and the way out.
    pub fn text(&self) -> Text {
        match self {
            Self::TooLarge { bytes, max_bytes } => Text::new(
                format!(
                    "ファイルが{}MBあります。{}MBまでにしてください。画像を除くか、シートを分けて保存してください。",
                    megabytes(*bytes),
                    max_bytes >> 20
                ),
                format!(
                    "The file has {} MB; {} MB are allowed. Remove images or split it into several files.",
                    megabytes(*bytes),
                    max_bytes >> 20
                ),
            ),
            Self::WrongType { found } => found.text(),
            Self::Macros => Text::new(
                "マクロの入ったブックは読み込めません。「Excelブック（.xlsx）」で保存し直すとマクロが外れます。",
                "A workbook with macros cannot be imported. Save it as an Excel workbook (.xlsx), which leaves the macros out.",
            ),
            Self::Encrypted => Text::new(
                "パスワードで保護されたブックは読み込めません。Excelで開き、パスワードを外して保存し直してください。",
                "The workbook is locked with a password. Open it in Excel, remove the password and save it again.",
            ),
            Self::WrongEncoding { offset, line, looks_like } => {
                encoding_text(*offset, *line, looks_like)
            }
            _ => self.contents_text(),
        }
    }

    fn contents_text(&self) -> Text {
        match self {
            Self::TooManyColumns { sheet, columns, max } => Text::new(
                format!(
                    "シート「{sheet}」の列が{columns}列以上あります。{max}列までにしてください。"
                ),
                format!("Sheet \"{sheet}\" has {columns} columns or more; {max} are allowed."),
            ),
            Self::TooManyRows { sheet, max } => Text::new(
                format!("シート「{sheet}」が{max}行を超えています。ファイルを分けてください。"),
                format!("Sheet \"{sheet}\" has more than {max} rows. Split it into several files."),
            ),
            Self::CellTooLong { sheet, row, column, max_chars } => Text::new(
                format!(
                    "シート「{sheet}」の{}{row}が{max_chars}文字を超えています。引用符（\"）の閉じ忘れも確かめてください。",
                    column_letters(*column)
                ),
                format!(
                    "Cell {}{row} of sheet \"{sheet}\" has more than {max_chars} characters. Look for a quotation mark that is never closed.",
                    column_letters(*column)
                ),
            ),
            Self::Swollen { excess } => excess.text(),
            Self::Entities { part } => Text::new(
                format!(
                    "ブックの中の「{part}」に外部参照の宣言があります。Excelで開いて保存し直してください。"
                ),
                format!(
                    "Part \"{part}\" of the workbook declares a document type. Open it in Excel and save it again."
                ),
            ),
            Self::Damaged { place } => Text::new(
                format!(
                    "ファイルが壊れています（{place}）。元のファイルを開いて保存し直してください。"
                ),
                format!("The file is damaged ({place}). Open the original and save it again."),
            ),
            _ => Text::new("ファイルに何も入っていません。", "There is nothing in the file."),
        }
    }
}

impl Excess {
    fn text(self) -> Text {
        let (ja, en) = match self {
            Self::Bytes | Self::Ratio => ("展開後の大きさ", "unpacks to too many bytes"),
            Self::Parts => ("部品の数", "has too many parts"),
            Self::Sheets => ("シートの数", "has too many sheets"),
            Self::Styles => ("書式の数", "has too many formats"),
            Self::Cells => ("セルの数", "has too many cells"),
            Self::Text => ("文字の量", "has too much text"),
        };
        Text::new(
            format!(
                "ブックの{ja}が上限を超えています。必要な行と列だけを新しいブックに写してください。"
            ),
            format!(
                "The workbook {en}. Copy the rows and columns that you need to a new workbook."
            ),
        )
    }
}

fn encoding_text(offset: usize, line: usize, looks_like: &str) -> Text {
    let (ja, en) = match looks_like {
        "" => (String::new(), String::new()),
        name => (format!("{name}のようです。"), format!(" It looks like {name}.")),
    };
    Text::new(
        format!(
            "{line}行目（{offset}バイト目）の文字を読めません。{ja}「CSV UTF-8」で保存し直してください。"
        ),
        format!(
            "Line {line} (byte {offset}) cannot be read as UTF-8 or Shift JIS.{en} Save the file as \"CSV UTF-8\"."
        ),
    )
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1 << 20)
}
