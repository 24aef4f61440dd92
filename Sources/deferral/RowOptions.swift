import ArgumentParser
import Formats
import LearningToDefer

/// The options of `train` that say which rows are used for what, and what the names are.
struct RowOptions: ParsableArguments {
  @Option(help: "Share of rows for early stopping.")
  var validationShare = 0.10

  @Option(help: "Share of rows for the conformal sets.")
  var calibrationShare = 0.20

  @Option(help: "Share of rows for the figures shown and for comparing later models.")
  var gateShare = 0.10

  @Option(help: "What keeps rows in one fold: id-prefix:SEPARATOR (default: the data's groups, else ids).")
  var groupBy: GroupRule?

  @Option(
    help: ArgumentHelp("Classes in the order of the outputs (default: the data's, sorted).", valueName: "a,b")
  )
  var classes: NameList?

  @Option(
    help: ArgumentHelp(
      "Experts in the order of the outputs; others are ignored (default: the data's, sorted).",
      valueName: "a,b"))
  var experts: NameList?

  var shares: FoldShares {
    FoldShares(validation: validationShare, calibration: calibrationShare, gate: gateShare)
  }

  func validate() throws {
    guard shares.areUsable else {
      throw ValidationError(
        "--validation-share, --calibration-share and --gate-share must be at least 0 and leave something for training."
      )
    }
  }

  /// The settings as a manifest keeps them.
  var record: [JSONMember] {
    [
      JSONMember("validation_share", .number(validationShare)),
      JSONMember("calibration_share", .number(calibrationShare)),
      JSONMember("gate_share", .number(gateShare)),
      JSONMember("group_by", groupBy.map { .string($0.description) } ?? .null),
    ]
  }
}
