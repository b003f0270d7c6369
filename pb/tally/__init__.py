"""The count: exact, pure, standard library only. One rule per file, one vocabulary of election, step and outcome."""
