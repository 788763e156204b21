// SPDX-License-Identifier: Apache-2.0
// Runtime: who knows whom. Everything here belongs to the runtime loop, which is the main thread.
#include "runtime.hpp"

#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "admin/admin.hpp"
#include "base/clock.hpp"
#include "base/heap.hpp"
#include "base/version.hpp"
#include "bus/bus.hpp"
#include "busbar/asio_loop.hpp"
#include "config/configuration.hpp"
#include "config/project.hpp"
#include "kept_states.hpp"
#include "plugin/changes.hpp"
#include "plugin/manager.hpp"
#include "state_directory.hpp"

namespace busbar {
namespace {

constexpr std::chrono::milliseconds kExpireInterval{100};
constexpr std::chrono::seconds kSettled{5};              // what a start has to do is done
constexpr std::chrono::milliseconds kStopTimeout{1500};  // of all plugins together

Result<Json> read_project(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return fail(ErrorCode::NotFound, "cannot read the project " + file.string());
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    return parse_project(text);
}

class RuntimeParts final : public Runtime {
 public:
    RuntimeParts(Log& log, StateDirectory directory, std::unique_ptr<Configuration> configuration)
        : log_(log),
          logger_(log.logger("runtime")),
          directory_(std::move(directory)),
          configuration_(std::move(configuration)),
          bus_(clock_, log.logger("bus")),
          plugins_(environment(), *configuration_),
          changes_(bus_, *configuration_, plugins_),
          kept_states_(bus_, *configuration_),
          expire_timer_(loop_),
          save_timer_(loop_),
          settled_timer_(loop_) {}

    ~RuntimeParts() override {
        loop_.unwatch(signal_fd_);
        if (signal_fd_ >= 0) ::close(signal_fd_);
    }

    Status prepare(const RuntimeOptions& options);
    int run() override;

 private:
    PluginEnvironment environment();
    Status watch_signals();
    Status apply_project(const RuntimeOptions& options);
    void expire();
    void save();
    void stop();

    Log& log_;
    std::shared_ptr<spdlog::logger> logger_;
    SystemClock clock_;
    AsioLoop loop_;
    StateDirectory directory_;
    std::unique_ptr<Configuration> configuration_;
    Bus bus_;
    PluginManager plugins_;
    Changes changes_;
    KeptStates kept_states_;
    std::unique_ptr<Admin> admin_;
    Timer expire_timer_;
    Timer save_timer_;
    Timer settled_timer_;
    int signal_fd_ = -1;
    bool stopping_ = false;
    int exit_code_ = 0;
};

PluginEnvironment RuntimeParts::environment() {
    const auto plugin_changed = [this](const std::string& plugin) {
        if (admin_) admin_->plugin_changed(plugin);
    };
    const auto status_changed = [this](const std::string& plugin, const v1::StatusChanged& status) {
        if (admin_) admin_->status_changed(plugin, status);
    };
    const auto monitor_record = [this](const std::string& plugin, std::string record,
                                       std::uint64_t missed) {
        if (admin_) admin_->monitor_record(plugin, std::move(record), missed);
    };
    return {loop_,
            bus_,
            log_,
            directory_.plugins(),
            directory_.run(),
            configuration_->runtime_uuid(),
            {},
            plugin_changed,
            status_changed,
            monitor_record};
}

Status RuntimeParts::prepare(const RuntimeOptions& options) {
    BUSBAR_CHECK(watch_signals());
    configuration_->set_object_lookup(
        [this](std::string_view id) { return bus_.object(id).has_value(); });
    plugins_.scan(options.plugins);
    BUSBAR_CHECK(kept_states_.restore());
    BUSBAR_CHECK(apply_project(options));
    changes_.publish_objects();
    const AdminEnvironment environment{loop_,    bus_, *configuration_, plugins_,
                                       changes_, log_, clock_};
    admin_ = BUSBAR_TRY(Admin::open(environment, options.socket));
    return {};
}

Status RuntimeParts::watch_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    signal_fd_ = ::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (signal_fd_ < 0) return fail(ErrorCode::Internal, "no file descriptor is left");
    loop_.watch(signal_fd_, [this] {
        signalfd_siginfo info{};
        if (::read(signal_fd_, &info, sizeof info) == sizeof info) stop();
    });
    return {};
}

// The plugins do not run yet: the schema's checks apply, theirs do not.
Status RuntimeParts::apply_project(const RuntimeOptions& options) {
    if (!options.project) return {};
    if (configuration_->revision() != 0 && !options.reapply) {
        logger_->info(
            "project left alone path={} reason=\"the state directory is in use; "
            "--reapply applies it anew\"",
            options.project->string());
        return {};
    }
    const auto project = BUSBAR_TRY(read_project(*options.project));
    Status status;
    const auto done = [&](const Result<Changes::ProjectOutcome>& outcome) {
        if (!outcome) {
            status = tl::unexpected(outcome.error());
            return;
        }
        std::string words;
        bool error = false;
        for (const auto& problem : outcome->problems) {
            if (problem.is_note) continue;
            error = error || !problem.is_warning;
            words += "\n  " + problem.pointer + ": " + problem.message;
            if (problem.is_warning) words += " (confirm with --confirm " + problem.code + ")";
        }
        // A warning about what is there already is none about what would be changed.
        const auto refused = error || (!words.empty() && !outcome->changes.empty());
        if (refused && !outcome->changed) {
            status = fail(ErrorCode::InvalidArgument, "the project " + options.project->string() +
                                                          " cannot be applied:" + words);
            return;
        }
        logger_->info("project applied path={} changes={}", options.project->string(),
                      outcome->changes.size());
    };
    changes_.apply(project, {}, done);
    return status;
}

int RuntimeParts::run() {
    plugins_.start_all();
    expire();
    save();
    settled_timer_.after(kSettled, [] {
        give_back_free_memory();
        let_go_of_code();
    });
    logger_->info("runtime started version={} state={}", kVersion, directory_.path().string());
    ::sd_notify(0, "READY=1");
    loop_.run();
    return exit_code_;
}

void RuntimeParts::expire() {
    bus_.expire();
    expire_timer_.after(kExpireInterval, [this] { expire(); });
}

void RuntimeParts::save() {
    const auto pause = kept_states_.save();
    if (!pause) logger_->error("states not saved reason=\"{}\"", pause.error().message);
    save_timer_.after(pause.value_or(KeptStates::kIntervalMin), [this] { save(); });
}

void RuntimeParts::stop() {
    if (std::exchange(stopping_, true)) return;
    ::sd_notify(0, "STOPPING=1");
    logger_->info("runtime stopping");
    admin_->stop();
    plugins_.stop_all(kStopTimeout, [this](const std::vector<std::string>& stuck) {
        save();
        for (const auto& plugin : stuck) logger_->error("plugin left behind plugin={}", plugin);
        logger_->info("runtime stopped");
        // Its thread still runs in our memory; what is ours is safe on disk.
        if (!stuck.empty()) std::_Exit(1);
        loop_.quit();
    });
}

}  // namespace

Result<std::unique_ptr<Runtime>> Runtime::make(const RuntimeOptions& options, Log& log) {
    auto directory = BUSBAR_TRY(StateDirectory::open(options.state));
    auto configuration = BUSBAR_TRY(Configuration::open(directory.path()));
    auto runtime =
        std::make_unique<RuntimeParts>(log, std::move(directory), std::move(configuration));
    BUSBAR_CHECK(runtime->prepare(options));
    return runtime;
}

}  // namespace busbar
