// SPDX-License-Identifier: Apache-2.0
// busbard: the daemon.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "base/heap.hpp"
#include "base/version.hpp"
#include "runtime.hpp"

namespace {

// Before the first thread: all of them inherit it, and the runtime loop reads the signals itself.
void take_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // a peer that hangs up is an error to handle, not an end
}

// build/release/bin/busbard finds build/release/lib/busbar/plugins, and so it is when installed.
std::filesystem::path plugins_beside_us() {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return self.parent_path().parent_path() / "lib" / "busbar" / "plugins";
}

}  // namespace

int main(int argc, char** argv) {
    busbar::RuntimeOptions options;
    std::string state = "/var/lib/busbar";
    std::string plugins;
    std::string socket;
    std::string project;
    std::string log_level = "info";

    CLI::App app("Busbar: one runtime, modules for each technology.", "busbard");
    app.set_version_flag("--version", std::string("busbard ") + busbar::kVersion);
    app.add_option("--state", state, "Where settings and secrets are kept")->capture_default_str();
    app.add_option("--plugins", plugins, "Folder of the plugins' folders");
    app.add_option("--socket", socket,
                   "Unix socket of the HTTP API (default: STATE/busbar.sock, "
                   "as root /run/busbar/busbar.sock for the default state)");
    app.add_option("--project", project, "Project file that fills an empty state directory");
    app.add_flag("--reapply", options.reapply, "Apply the project file at every start");
    app.add_option("--log-level", log_level, "debug, info, warning or error")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    busbar::set_up_heap();
    take_signals();
    options.state = state;
    options.plugins = plugins.empty() ? plugins_beside_us() : std::filesystem::path(plugins);
    if (!socket.empty()) {
        options.socket = socket;
    } else if (state == "/var/lib/busbar") {
        options.socket = "/run/busbar/busbar.sock";
    } else {
        options.socket = options.state / "busbar.sock";
    }
    if (!project.empty()) options.project = project;

    busbar::Log log(log_level);
    auto runtime = busbar::Runtime::make(options, log);
    if (!runtime) {
        std::cerr << "busbard: " << runtime.error().message << '\n';
        return 1;
    }
    return (*runtime)->run();
}
