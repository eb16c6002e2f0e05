import ArgumentParser
import CursesTerminal
import LabSession
import LabTUI
import Lessons

struct Tutorial: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tutorial",
    abstract: "Open the tutorial: the tasks on a screen, graded while you work.",
    discussion: "This is what podlab does when no command is named.")

  @OptionGroup var folders: FolderOptions

  @Flag(help: "Plain text and numbered choices instead of a screen.")
  var linear = false

  @Flag(help: "Take clicks and the wheel; the terminal's own selection then needs Shift.")
  var mouse = false

  @OptionGroup var cluster: ClusterOptions

  func validate() throws {
    if linear, cluster.cluster {
      throw ValidationError(
        "`--linear` knows no real cluster; `podlab grade --cluster` runs your files on one")
    }
  }

  func run() throws {
    let surroundings = try folders.surroundings()
    let session = LabSession(
      pack: surroundings.pack, folders: surroundings.folders, files: PosixFiles())
    if linear { return runLinear(session) }
    let terminal: Terminal
    do throws(TerminalError) {
      terminal = try Terminal(
        options: TerminalOptions(environment: LiveWorld.environment, hasMouse: mouse))
    } catch {
      if error != .notATerminal { OutputBuffer.complain("podlab: \(error)") }
      return runLinear(session)
    }
    let worker = cluster.worker(remembering: surroundings.folders)
    var driver = Driver(
      terminal: terminal, session: session,
      world: LiveWorld.tutorial(cluster: worker, startsOnCluster: cluster.cluster))
    driver.run()
    terminal.close()
    leaveCluster(worker)
    if let signal = driver.signal { LiveWorld.endBy(signal: signal) }
  }

  private func leaveCluster(_ worker: ClusterWorker?) {
    if worker?.isRunning == true {
      OutputBuffer.complain("podlab: removing what runs on the cluster; ^C leaves it there")
    }
    for complaint in worker?.leave() ?? [] { OutputBuffer.complain("podlab: \(complaint)") }
  }

  private func runLinear(_ session: LabSession) {
    var linear = LinearMode(
      session: session, width: TerminalSize.columns ?? 80, now: LiveWorld.now)
    OutputBuffer.say(linear.greeting())
    while !linear.isOver, let line = readLine() {
      OutputBuffer.say(linear.answer(line))
    }
    if !linear.isOver { OutputBuffer.say("\n") }
  }
}
