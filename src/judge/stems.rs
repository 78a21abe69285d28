//! A trie over stems and exact words: one walk over a word finds every stem that it begins with.

/// Number of a stem or exact word in the book.
pub type Term = u16;

#[derive(Debug, Default)]
struct Node {
    /// Sorted by letter.
    next: Vec<(char, u32)>,
    stem: Option<Term>,
    exact: Option<Term>,
}

#[derive(Debug)]
pub struct Stems {
    nodes: Vec<Node>,
    count: Term,
}

impl Default for Stems {
    fn default() -> Self {
        Stems {
            nodes: vec![Node::default()],
            count: 0,
        }
    }
}

impl Stems {
    /// Adds `слово` (exact) or `слов*` (any ending) and gives its number; the same pattern has one number.
    pub fn add(&mut self, pattern: &str) -> Term {
        let (letters, is_stem) = match pattern.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (pattern, false),
        };
        let mut at = 0_usize;
        for letter in letters.chars() {
            at = match self.nodes[at].next.binary_search_by_key(&letter, |(c, _)| *c) {
                Ok(i) => self.nodes[at].next[i].1 as usize,
                Err(i) => {
                    let new = self.nodes.len();
                    self.nodes.push(Node::default());
                    self.nodes[at].next.insert(i, (letter, new as u32));
                    new
                }
            };
        }
        let node = &mut self.nodes[at];
        let place = if is_stem { &mut node.stem } else { &mut node.exact };
        *place.get_or_insert_with(|| {
            let term = self.count;
            self.count += 1;
            term
        })
    }

    /// Number of terms added.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// Calls `found` for every term that the word matches, short ones first.
    pub fn find(&self, word: &str, mut found: impl FnMut(Term)) {
        let mut node = &self.nodes[0];
        for letter in word.chars() {
            match node.next.binary_search_by_key(&letter, |(c, _)| *c) {
                Ok(i) => node = &self.nodes[node.next[i].1 as usize],
                Err(_) => return,
            }
            if let Some(term) = node.stem {
                found(term);
            }
        }
        if let Some(term) = node.exact {
            found(term);
        }
    }
}
