//! A trie over stems and exact words: one walk over a word finds every stem that it begins with.

use std::collections::BTreeSet;

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

    /// The same terms, laid out for reading.
    pub fn freeze(&self) -> Frozen {
        let mut frozen = Frozen::default();
        let letters: BTreeSet<char> = self.nodes.iter().flat_map(|n| &n.next).map(|e| e.0).collect();
        // a base is no lower than 0, so that not every letter fits into a gap below the highest number
        let mut lowest = letters.len() as u32 + 1;
        for (code, letter) in (1_u32..).zip(letters) {
            match frozen.codes.get_mut(letter as usize) {
                Some(slot) => *slot = code,
                None => frozen.far.push((letter, code)),
            }
        }
        // nodes of one depth are placed one after the other: most words end after a few letters
        let mut order = vec![(0_u32, 0_u32)];
        let mut at = 0;
        while let Some((node, cell)) = order.get(at).copied() {
            let node = &self.nodes[node as usize];
            let codes: Vec<u32> = node.next.iter().map(|(letter, _)| frozen.code(*letter)).collect();
            let base = frozen.room(&codes, &mut lowest);
            let place = &mut frozen.cells[cell as usize];
            (place.base, place.stem, place.exact) =
                (base, node.stem.unwrap_or(NONE), node.exact.unwrap_or(NONE));
            for ((_, next), code) in node.next.iter().zip(codes) {
                frozen.cells[(base + code) as usize].parent = cell;
                order.push((*next, base + code));
            }
            at += 1;
        }
        frozen
    }
}

/// Letters below this, Latin and Cyrillic ones, are numbered by a table; pictograms are searched for.
const NEAR: usize = 0x500;
/// No term; there are fewer.
const NONE: Term = Term::MAX;
/// Room for the letters behind one node is looked for among so many of the last cells.
const LOOK_BACK: u32 = 256;
/// Nothing stands in the cell.
const FREE: u32 = u32::MAX;

/// A trie that no more terms are added to, as a double array: the node behind letter `c` of node `n` stands in cell
/// `base(n) + code(c)` if that cell names `n` as its parent. One step is one look into memory.
#[derive(Debug)]
pub struct Frozen {
    cells: Vec<Cell>,
    /// Numbers of letters, from 1; 0 for letters of no term.
    codes: Vec<u32>,
    /// The letters from [`NEAR`] on, sorted, with their numbers.
    far: Vec<(char, u32)>,
}

#[derive(Debug, Clone)]
struct Cell {
    base: u32,
    parent: u32,
    stem: Term,
    exact: Term,
}

impl Cell {
    const EMPTY: Cell = Cell {
        base: 0,
        parent: FREE,
        stem: NONE,
        exact: NONE,
    };
}

impl Default for Frozen {
    fn default() -> Self {
        Frozen {
            cells: vec![Cell {
                parent: 0,
                ..Cell::EMPTY
            }],
            codes: vec![0; NEAR],
            far: Vec::new(),
        }
    }
}

impl Frozen {
    /// Calls `found` for every term that the word matches, short ones first.
    pub fn find(&self, word: &str, mut found: impl FnMut(Term)) {
        let (mut at, mut node) = (0, &self.cells[0]);
        for letter in word.chars() {
            let code = self.code(letter);
            let next = (node.base + code) as usize;
            match self.cells.get(next) {
                Some(cell) if code > 0 && cell.parent == at => (at, node) = (next as u32, cell),
                _ => return,
            }
            if node.stem != NONE {
                found(node.stem);
            }
        }
        if node.exact != NONE {
            found(node.exact);
        }
    }

    fn code(&self, letter: char) -> u32 {
        match self.codes.get(letter as usize) {
            Some(code) => *code,
            None => {
                let found = self.far.binary_search_by_key(&letter, |(far, _)| *far);
                found.map_or(0, |at| self.far[at].1)
            }
        }
    }

    /// The first base at which the cells of all these codes (sorted) are free; `lowest` is moved to the first free cell.
    fn room(&mut self, codes: &[u32], lowest: &mut u32) -> u32 {
        let (Some(first), Some(last)) = (codes.first(), codes.last()) else {
            return 0;
        };
        let free = |cells: &[Cell], at: u32| cells.get(at as usize).is_none_or(|cell| cell.parent == FREE);
        while !free(&self.cells, *lowest) {
            *lowest += 1;
        }
        // a single letter fits any gap; to look for several at every gap would take too long
        let begin = if first == last {
            *lowest
        } else {
            (*lowest).max((self.cells.len() as u32).saturating_sub(LOOK_BACK))
        };
        let mut base = begin - first;
        while !codes.iter().all(|code| free(&self.cells, base + code)) {
            base += 1;
        }
        let size = (base + last + 1) as usize;
        if self.cells.len() < size {
            self.cells.resize(size, Cell::EMPTY);
        }
        base
    }
}
