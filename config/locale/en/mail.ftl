# Texts of mails.
