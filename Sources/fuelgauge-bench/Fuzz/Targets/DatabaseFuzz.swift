enum DatabaseFuzz { static func run(_ fuzzCase: FuzzCase) throws {} }
