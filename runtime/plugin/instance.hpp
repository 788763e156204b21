// SPDX-License-Identifier: Apache-2.0
// Instance: one plugin from its folder to its end: found, loaded, running, restarted, stopped.
//
//            start()             run() ends by itself
//   Stopped ────────► Running ───────────────────────► Waiting ──► Running   (back-off 1 … 60 s)
//      ▲ ▲    stop()     │                                │ stop()
//      │ └── Stopping ◄──┘                                │
//      └──────────────────────────────────────────────────┘
//   Broken: its folder or shared object cannot be used; `sentence()` says why. start() tries again.
//   Stuck:  it did not return from run() in time; only ending the process frees it.
//
// Thread: the runtime loop.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/mailbox.hpp"
#include "bus/bus.hpp"
#include "busbar/loop.hpp"
#include "busbar/v1/bus.pb.h"
#include "busbar/v1/plugin.pb.h"
#include "plugin/library.hpp"
#include "plugin/link.hpp"

namespace busbar {

enum class PluginState : std::uint8_t { Stopped, Running, Stopping, Waiting, Broken, Stuck };

// What an instance needs of the runtime; all outlive it.
struct PluginEnvironment {
    Loop& loop;
    Bus& bus;
    Log& log;
    std::filesystem::path state_directory;  // of all plugins; each gets a folder of its own
    std::filesystem::path run_directory;
    std::string runtime_uuid;
    // Everything a plugin is configured with, as ItemsChanged; asked for at every start.
    std::function<std::vector<v1::ItemsChanged>(const std::string& plugin)> items;
    // The state of a plugin, or the status of one of its items, is another now.
    std::function<void(const std::string& plugin)> plugin_changed;
    std::function<void(const std::string& plugin, const v1::StatusChanged&)> status_changed;
    // A watched plugin heard or said something: a v1::MonitorRecord, serialized, and how many were
    // lost on the way here since the one before.
    std::function<void(const std::string& plugin, std::string record, std::uint64_t missed)>
        monitor_record = {};
};

class Instance {
 public:
    // Records for who watches: octets of one, and how many may wait for the loop.
    static constexpr std::size_t kRecordSizeMax = 8'192;
    static constexpr std::size_t kRecordsMax = 4'096;

    using StatusKey = std::pair<std::string, std::string>;  // collection, item
    using ActionDone = std::function<void(const Result<std::string>&)>;
    // The plugin's answer; nothing when it is not running or did not answer within 2 s.
    using CheckDone = std::function<void(std::optional<std::vector<v1::Problem>>)>;

    Instance(const PluginEnvironment& environment, std::filesystem::path folder,
             v1::Manifest manifest);
    // One whose manifest cannot be used: Broken for good.
    Instance(const PluginEnvironment& environment, std::filesystem::path folder, Error error);
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    // Only when it is not running; see stop().
    ~Instance();

    void start();
    // Tells it to stop; `done` when it has, or when it is Stuck after `timeout`.
    void stop(std::chrono::milliseconds timeout, std::function<void()> done);

    // To a running plugin; what is not delivered now comes with the next start.
    void deliver(const std::vector<v1::ItemsChanged>& changes);
    void check(const v1::ItemsChanged& items, CheckDone done);
    void action(const std::string& collection, const std::string& item_id,
                const std::string& action, const std::map<std::string, std::string>& parameters,
                ActionDone done);

    // Whether somebody watches what the plugin hears and says, over its restarts too.
    void watch(bool watched);

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const v1::Manifest& manifest() const { return manifest_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] PluginState state() const { return state_; }
    // Why it is Waiting, Broken or Stuck; empty when there is nothing to say.
    [[nodiscard]] const std::string& sentence() const { return sentence_; }
    [[nodiscard]] std::uint64_t restarts() const { return restarts_; }
    [[nodiscard]] const std::map<StatusKey, v1::StatusChanged>& statuses() const {
        return statuses_;
    }
    // All zero when it is not running.
    [[nodiscard]] BusFigures figures() const;

 private:
    struct Other {
        int field;
        std::string body;
    };
    struct PendingAction {
        ActionDone done;
        std::unique_ptr<Timer> timeout;
    };
    struct PendingCheck {
        CheckDone done;
        std::unique_ptr<Timer> timeout;
    };

    [[nodiscard]] Status load_and_run();
    [[nodiscard]] Result<v1::Hello> make_hello() const;
    void tell_items(const std::vector<v1::ItemsChanged>& changes);
    void ended(int exit_code);
    void become(PluginState state, std::string sentence);
    void on_other(const Other& other);
    void on_status(v1::StatusChanged status);
    void log_record(std::span<const std::uint8_t> body) const;
    void record(std::span<const std::uint8_t> body);
    void on_record(std::string body);
    void tell_watched();
    void abandon_requests();
    void forget_statuses();

    const PluginEnvironment& environment_;
    std::filesystem::path folder_;
    std::string id_;
    v1::Manifest manifest_;
    bool usable_ = true;
    std::shared_ptr<spdlog::logger> log_;
    PluginState state_ = PluginState::Stopped;
    std::string sentence_;
    std::uint64_t restarts_ = 0;
    std::optional<Library> library_;
    ParticipantId participant_ = kNobody;
    std::unique_ptr<Link> link_;
    Mailbox<Other> mailbox_;
    Mailbox<std::string> records_;
    std::atomic<std::uint64_t> records_too_large_ = 0;  // counted on the plugin's thread
    std::uint64_t records_lost_told_ = 0;
    bool watched_ = false;
    Timer restart_timer_;
    Timer stop_timer_;
    std::chrono::seconds restart_delay_{1};
    Clock::time_point started_at_;
    std::function<void()> stop_done_;
    std::map<StatusKey, v1::StatusChanged> statuses_;
    std::uint64_t last_request_ = 0;
    std::map<std::uint64_t, PendingAction> actions_;
    std::map<std::uint64_t, PendingCheck> checks_;
};

// "running", "stopped" …, for people and the API.
[[nodiscard]] const char* to_string(PluginState state);

}  // namespace busbar
