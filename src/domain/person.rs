//! Who may do what: one function.

crate::vocabulary! {
    /// The role of a person in the configuration.
    Role { Owner = "owner", Manager = "manager", Suggester = "suggester", OnCall = "on_call", Viewer = "viewer" }
}

crate::vocabulary! {
    /// What a person can do with the product.
    Action {
        /// Read reviews, threads and sources.
        Read = "read",
        /// Write and submit a text.
        Write = "write",
        /// Approve, undo, drop, say "pasted by hand".
        Approve = "approve",
        /// Take a thread or give it to somebody.
        Assign = "assign",
        /// Take an alert.
        Take = "take",
        /// See samples, poll a source now.
        Operate = "operate",
        /// Invite and reset people.
        Invite = "invite",
    }
}

impl Role {
    /// May a person of this role do that?
    pub fn may(self, action: Action) -> bool {
        use Action as A;
        match self {
            Role::Owner => true,
            Role::Manager => !matches!(action, A::Invite),
            Role::Suggester => matches!(action, A::Read | A::Write | A::Assign),
            Role::OnCall => matches!(action, A::Read | A::Write | A::Take | A::Assign),
            Role::Viewer => matches!(action, A::Read),
        }
    }
}
