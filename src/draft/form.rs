//! Kinds of answers and how long they may be.

/// The kind of answer; its word names the skeleton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Complaint,
    Mixed,
    Vague,
    Abuse,
    Praise,
    Question,
    Suggestion,
    /// No opinion and no request.
    Note,
    /// Nothing but kind words under one or two stars.
    Slip,
    /// Most likely not about us: news, a slogan, talk among people.
    Aside,
    Regulated,
}

/// How long the text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Long,
    Short,
    /// The short form with its shortest action and one aspect.
    Tiny,
}

impl Form {
    /// Its skeleton in the phrase files.
    pub fn word(self) -> &'static str {
        match self {
            Form::Complaint => "complaint",
            Form::Mixed => "mixed",
            Form::Vague => "vague",
            Form::Abuse => "abuse",
            Form::Praise => "praise",
            Form::Question => "question",
            Form::Suggestion => "suggestion",
            Form::Note => "note",
            Form::Aside => "aside",
            Form::Slip => "slip",
            Form::Regulated => "regulated",
        }
    }
}
