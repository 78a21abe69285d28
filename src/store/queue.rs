//! The queue of threads: what must be answered, in the order in which it must be answered.

use super::{Db, Time};

/// A part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Everything open.
    Open,
    /// Overdue, due today, or critical, and nothing is on its way.
    Hot,
    /// A text waits for approval.
    Review,
    /// Being written, in the outbox, to be pasted, on its way, or stuck.
    Work,
    /// No text at all.
    Unanswered,
    /// Open and positive.
    Praise,
    Closed,
}

impl Tab {
    /// All, in the order of the page.
    pub const ALL: &'static [Tab] = &[
        Tab::Open,
        Tab::Hot,
        Tab::Review,
        Tab::Work,
        Tab::Unanswered,
        Tab::Praise,
        Tab::Closed,
    ];

    /// The word in addresses and message keys.
    pub fn word(self) -> &'static str {
        match self {
            Tab::Open => "open",
            Tab::Hot => "hot",
            Tab::Review => "review",
            Tab::Work => "work",
            Tab::Unanswered => "unanswered",
            Tab::Praise => "praise",
            Tab::Closed => "closed",
        }
    }

    /// The tab of a word.
    pub fn read(word: &str) -> Option<Tab> {
        Tab::ALL.iter().copied().find(|t| t.word() == word)
    }

    /// `$1` is the end of the reader's day.
    fn condition(self) -> &'static str {
        match self {
            Tab::Open => "t.open",
            Tab::Hot => {
                "t.open AND (t.reply_by <= $1 OR t.urgency = 'critical')
                 AND (p.state IN ('none', 'draft', 'in_review', 'unknown', 'refused', 'vanished', 'outdated')
                     OR (p.state = 'approved' AND p.by_hand))"
            }
            Tab::Review => "t.open AND p.state = 'in_review'",
            Tab::Work => {
                "t.open AND p.state IN ('draft', 'approved', 'sending', 'published', 'unknown', 'refused', 'vanished')"
            }
            Tab::Unanswered => "t.open AND p.state IN ('none', 'outdated')",
            Tab::Praise => "t.open AND t.sentiment = 'positive'",
            Tab::Closed => "NOT t.open",
        }
    }
}

/// What part of the queue is wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these locations (and threads without one); `None`: all.
    pub scope: Option<Vec<String>>,
    /// Name of a source.
    pub source: Option<String>,
    pub location: Option<String>,
    /// Id of the assignee.
    pub assignee: Option<String>,
    /// Folded words; each must occur in the folded text.
    pub words: Vec<String>,
}

/// One line of the queue.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    pub id: String,
    pub version: i64,
    pub location: Option<String>,
    pub urgency: String,
    pub sentiment: String,
    pub open: bool,
    pub closed_because: Option<String>,
    pub reply_by: Option<Time>,
    pub assignee: Option<String>,
    pub editor: Option<String>,
    pub editor_id: Option<String>,
    pub editor_until: Option<Time>,
    pub state: String,
    pub by_hand: bool,
    pub send_at: Option<Time>,
    pub source: String,
    pub platform: String,
    pub rating: Option<i64>,
    pub author: Option<String>,
    pub verdict: String,
    pub body: String,
    pub lang: String,
    pub media: i64,
    pub versions: i64,
    pub removed_at: Option<Time>,
    pub created_at: Option<Time>,
    pub first_seen_at: Time,
    pub zone: Option<String>,
}

const FROM: &str = "FROM thread t JOIN review r ON r.id = t.review_id JOIN reply p ON p.thread_id = t.id
     JOIN source s ON s.id = t.source_id";

/// The conditions of a filter; `$1` is taken, the next ones are numbered on. Gives the values in order.
fn filtered(filter: &Filter) -> (String, Vec<String>) {
    let mut sql = String::new();
    let mut values: Vec<String> = Vec::new();
    let mut place = |value: &str| {
        values.push(value.to_owned());
        format!("${}", values.len() + 1)
    };
    if let Some(scope) = &filter.scope {
        let names: Vec<String> = scope.iter().map(|l| place(l)).collect();
        let among = if names.is_empty() {
            "''".to_owned()
        } else {
            names.join(", ")
        };
        sql.push_str(&format!(" AND (t.location IS NULL OR t.location IN ({among}))"));
    }
    if let Some(source) = &filter.source {
        sql.push_str(&format!(" AND s.name = {}", place(source)));
    }
    if let Some(location) = &filter.location {
        sql.push_str(&format!(" AND t.location = {}", place(location)));
    }
    if let Some(assignee) = &filter.assignee {
        sql.push_str(&format!(" AND t.assignee_id = {}", place(assignee)));
    }
    for word in &filter.words {
        let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        sql.push_str(&format!(
            " AND r.folded LIKE {} ESCAPE '\\'",
            place(&format!("%{escaped}%"))
        ));
    }
    (sql, values)
}

/// Lines of one tab, the first to be answered first; closed ones newest first.
///
/// # Errors
/// What the driver says.
pub async fn lines(
    db: &Db,
    tab: Tab,
    filter: &Filter,
    day_end: Time,
    offset: i64,
    limit: i64,
) -> sqlx::Result<Vec<Line>> {
    let (more, values) = filtered(filter);
    let order = match tab {
        Tab::Closed => "t.closed_at DESC, t.id DESC",
        _ => "CASE WHEN t.reply_by IS NULL THEN 1 ELSE 0 END, t.reply_by, t.id",
    };
    let (l, o) = (values.len() + 2, values.len() + 3);
    let sql = format!(
        "SELECT t.id, t.version, t.location, t.urgency, t.sentiment, t.open, t.closed_because, t.reply_by,
             a.name AS assignee, e.name AS editor, t.editor_id, t.editor_until, p.state, p.by_hand, p.send_at,
             s.name AS source, s.platform, r.rating, r.author_name AS author, r.verdict, r.body, r.lang, r.media,
             r.versions, r.removed_at, r.created_at, r.first_seen_at, l.time_zone AS zone
         {FROM} LEFT JOIN person a ON a.id = t.assignee_id LEFT JOIN person e ON e.id = t.editor_id
         LEFT JOIN location l ON l.name = t.location
         WHERE $1 = $1 AND {}{more} ORDER BY {order} LIMIT ${l} OFFSET ${o}",
        tab.condition()
    );
    let mut query = db.query_built(sql).bind(day_end);
    for value in values {
        query = query.bind(value);
    }
    query.bind(limit).bind(offset).all().await
}

#[derive(sqlx::FromRow)]
struct Counts {
    open: i64,
    hot: i64,
    review: i64,
    work: i64,
    unanswered: i64,
    praise: i64,
}

/// How many lines each open tab has. Closed threads are not counted: they only grow.
///
/// # Errors
/// What the driver says.
pub async fn counts(db: &Db, filter: &Filter, day_end: Time) -> sqlx::Result<Vec<(Tab, i64)>> {
    let (more, values) = filtered(filter);
    let count = |tab: Tab| {
        format!(
            "count(CASE WHEN {} THEN 1 END) AS {}",
            tab.condition(),
            tab.word()
        )
    };
    let columns: Vec<String> = Tab::ALL
        .iter()
        .filter(|t| **t != Tab::Closed)
        .map(|t| count(*t))
        .collect();
    let sql = format!(
        "SELECT {} {FROM} WHERE t.open AND $1 = $1{more}",
        columns.join(", ")
    );
    let mut query = db.query_built(sql).bind(day_end);
    for value in values {
        query = query.bind(value);
    }
    let c: Counts = query.one().await?;
    Ok(vec![
        (Tab::Open, c.open),
        (Tab::Hot, c.hot),
        (Tab::Review, c.review),
        (Tab::Work, c.work),
        (Tab::Unanswered, c.unanswered),
        (Tab::Praise, c.praise),
    ])
}

/// The neighbours of a thread among the open ones in queue order: the next to be answered.
///
/// # Errors
/// What the driver says.
pub async fn next_after(
    db: &Db,
    scope: Option<Vec<String>>,
    thread_id: &str,
) -> sqlx::Result<Option<String>> {
    let filter = Filter {
        scope,
        ..Filter::default()
    };
    let (more, values) = filtered(&filter);
    let sql = format!(
        "SELECT t.id {FROM} WHERE t.open AND t.id <> $1 AND p.state IN ('none', 'draft', 'in_review', 'outdated'){more}
         ORDER BY CASE WHEN t.reply_by IS NULL THEN 1 ELSE 0 END, t.reply_by, t.id LIMIT 1"
    );
    let mut query = db.query_built(sql).bind(thread_id.to_owned());
    for value in values {
        query = query.bind(value);
    }
    let row: Option<(String,)> = query.optional().await?;
    Ok(row.map(|(id,)| id))
}
