enum TerminalFuzz { static func run(_ fuzzCase: FuzzCase) throws {} }
