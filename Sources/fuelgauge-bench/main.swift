import Foundation
import Ledger
import Meters
import Pricing
import Storage
import Collector
let home = CommandLine.arguments[1]
let roots = TranscriptRoots(environment: ["HOME": home])
let t0 = DispatchTime.now().uptimeNanoseconds
let store = try UsageStore(path: CommandLine.arguments[2])
let c = Collector(store: store, prices: .builtIn, roots: roots, threads: Int(CommandLine.arguments[3])!)
let r = try c.collect()
print(r.files, r.filesRead, r.bytes, r.counts, r.problems.count, Double(DispatchTime.now().uptimeNanoseconds - t0) / 1e6, "ms")
