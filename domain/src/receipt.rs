//! Receipts that the transparency log records.

/// What a receipt confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptKind {
    /// The reception of a question.
    Question,
    /// A message of a question: the question itself, a follow-up or an answer.
    Message,
    /// A payment by card.
    Payment,
    /// The elimination of a question at the end of its term.
    Elimination,
}

impl ReceiptKind {
    /// Names of the JSON and of its proof, as files.
    pub const fn files(self) -> (&'static str, &'static str) {
        match self {
            ReceiptKind::Question => ("accuse-de-reception.json", "accuse-de-reception.tlog-proof"),
            ReceiptKind::Message => ("message.json", "message.tlog-proof"),
            ReceiptKind::Payment => ("recu-de-paiement.json", "recu-de-paiement.tlog-proof"),
            ReceiptKind::Elimination => ("elimination.json", "elimination.tlog-proof"),
        }
    }

    /// Name of the document.
    pub const fn label(self) -> &'static str {
        match self {
            ReceiptKind::Question => "Accusé de réception",
            ReceiptKind::Message => "Message",
            ReceiptKind::Payment => "Reçu de paiement",
            ReceiptKind::Elimination => "Élimination",
        }
    }

    /// « Cet accusé de réception », at the beginning of a sentence.
    pub const fn this(self) -> &'static str {
        match self {
            ReceiptKind::Question => "Cet accusé de réception",
            ReceiptKind::Message => "Ce message",
            ReceiptKind::Payment => "Ce reçu",
            ReceiptKind::Elimination => "Cette élimination",
        }
    }

    /// « un accusé de réception », in a sentence.
    pub const fn an(self) -> &'static str {
        match self {
            ReceiptKind::Question => "un accusé de réception",
            ReceiptKind::Message => "un message",
            ReceiptKind::Payment => "un reçu",
            ReceiptKind::Elimination => "une élimination",
        }
    }

    /// « l’accusé de réception », in a sentence.
    pub const fn the(self) -> &'static str {
        match self {
            ReceiptKind::Question => "l’accusé de réception",
            ReceiptKind::Message => "le message",
            ReceiptKind::Payment => "le reçu",
            ReceiptKind::Elimination => "l’élimination",
        }
    }
}
