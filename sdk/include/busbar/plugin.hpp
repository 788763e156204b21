// SPDX-License-Identifier: Apache-2.0
// Plugin: the class to derive from. A thin layer over abi.h and the messages of busbar.v1.
//
// Everything happens on the plugin's one thread: on_…() functions are called there, and only there
// may the other functions be called. A library's threads reach it with loop().post().
//
// What a plugin sends is collected and leaves in one frame at the end of the loop's turn, so a
// hundred publish() in a row cost one lock and one wake-up.
//
// An exception that leaves an on_…() function, a timer or a watch is logged and ends run(); the
// runtime then starts the plugin again with back-off, because nobody knows what state it is in.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "busbar/abi.h"
#include "busbar/convert.hpp"
#include "busbar/frame.hpp"
#include "busbar/loop.hpp"
#include "busbar/outbox.hpp"
#include "busbar/result.hpp"
#include "busbar/v1/bus.pb.h"
#include "busbar/value.hpp"

namespace busbar {

// An object's number on this plugin's pipe; see Object.handle in object.proto. 0 is none.
using Handle = std::uint32_t;

// What a plugin is made of by the runtime, or by a test.
struct Context {
    const busbar_host& host;
    Loop& loop;
};

class Plugin {
 public:
    explicit Plugin(Context context);
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    virtual ~Plugin();

    // 0 after Stop, 1 when the plugin gave up.
    [[nodiscard]] int exit_code() const { return exit_code_; }

    // Not for plugins: lets `turns` turn the loop until the plugin stops, and returns exit_code().
    // An exception that leaves it is logged and makes that 1.
    [[nodiscard]] int run(const std::function<void()>& turns);

 protected:
    // ── what happens; override what you need ────────────────────────────────────────────────────

    // hello() is known; settings follow.
    virtual void on_start() {}
    // A setting is new or changed, or removed. Parse it with settings_of<Message>(item); keep it,
    // and act in on_items_committed(), when all that belong together have arrived.
    virtual void on_item(const std::string& collection, const v1::Item& item);
    virtual void on_item_removed(const std::string& collection, const std::string& item_id);
    virtual void on_items_committed() {}
    // Would these settings be right? Append what is wrong. Default: nothing is.
    virtual void on_check(const v1::CheckItems& check, std::vector<v1::Problem>& problems);
    // An operator asks something of an item. Call finish_action() once, now or within 60 s.
    virtual void on_action(const v1::ActionRequest& action);
    // A command for one of our objects. Call answer() once, now or before its time is over.
    virtual void on_command(const v1::Command& command);
    // What we subscribed to.
    virtual void on_object(const v1::Object& object);
    virtual void on_object_removed(Handle object);
    virtual void on_state(const v1::StateChanged& state);
    virtual void on_catalogue_complete() {}
    virtual void on_gap(const v1::Gap& gap);
    // The answer to one of our commands.
    virtual void on_command_result(const v1::CommandResult& result);
    // Services of other plugins, and what they ask of ours (call answer_service() once).
    virtual void on_service_offered(const v1::ServiceOffered& service);
    virtual void on_service_withdrawn(const std::string& name);
    virtual void on_service_request(const v1::ServiceRequest& request);
    virtual void on_service_result(const v1::ServiceResult& result);
    // Somebody watches what we hear and say, or nobody any more; see monitor().
    virtual void on_monitored(bool watched);
    // Finish and call stopped(), within `timeout`. Default: stopped() at once.
    virtual void on_stop(std::chrono::milliseconds timeout);

    // ── what a plugin does ──────────────────────────────────────────────────────────────────────

    [[nodiscard]] Loop& loop() { return loop_; }
    // Valid from on_start() on.
    [[nodiscard]] const v1::Hello& hello() const { return hello_; }

    // Makes an object known, or its description anew. With object.handle() 0 a handle is chosen.
    // Returns the handle.
    Handle announce(v1::Object object);
    // Takes an object of ours away.
    void withdraw(Handle object);
    // Publishes a state of an object of ours. `cause` is Command::… of the command that led to it
    // (see cause_of()), nullptr when it came from the building.
    void publish(Handle object, const Value& value, const v1::Cause* cause = nullptr,
                 v1::Quality quality = v1::QUALITY_GOOD);
    // The cause to publish for a state that `command` led to.
    [[nodiscard]] static v1::Cause cause_of(const v1::Command& command);
    // Answers a command of ours to execute.
    void answer(std::uint64_t command_id, v1::CommandOutcome outcome, std::string_view reason = {});

    void subscribe_all();
    void subscribe(const std::vector<std::string>& object_ids);
    void unsubscribe(const std::vector<std::string>& object_ids);

    // A wish to change somebody else's object. `cause` is the cause of the state that led to it.
    struct CommandOptions {
        std::string_view tag = {};
        std::chrono::milliseconds timeout{0};  // 0: 5 s
        const v1::Cause* cause = nullptr;
    };
    // Returns the number that on_command_result() names; exactly one result follows.
    std::uint64_t command(Handle object, const Value& value, const CommandOptions& options);
    std::uint64_t command(Handle object, const Value& value) { return command(object, value, {}); }

    void finish_action(std::uint64_t action_id, const Result<std::string>& outcome);
    void set_status(const v1::StatusChanged& status);
    void set_status(std::string_view collection, std::string_view item_id, v1::StatusState state,
                    std::string_view text);

    void offer_service(std::string_view name, std::uint32_t version, std::string description);
    void withdraw_service(std::string_view name);
    // Returns the number that on_service_result() names; exactly one result follows.
    std::uint64_t request_service(std::string_view service, std::string_view method,
                                  std::string request);
    void answer_service(std::uint64_t request_id, const Result<std::string>& response);

    // Whether somebody watches: while nobody does, no record needs to be made.
    [[nodiscard]] bool monitored() const { return monitored_; }
    // Something that passed, for who watches; dropped while nobody does. One without a time gets
    // the present one. Of one turn of the loop kRecordsPerTurnMax are taken; the next one tells how
    // many there were besides.
    static constexpr std::size_t kRecordsPerTurnMax = 1'024;
    void monitor(v1::MonitorRecord record);

    // One line, a fixed phrase and then key=value; never a secret. What is beyond 1,000 octets is
    // cut off.
    void log(v1::LogLevel level, std::string_view text);
    void log_debug(std::string_view text) { log(v1::LOG_LEVEL_DEBUG, text); }
    void log_info(std::string_view text) { log(v1::LOG_LEVEL_INFO, text); }
    void log_warning(std::string_view text) { log(v1::LOG_LEVEL_WARNING, text); }
    void log_error(std::string_view text) { log(v1::LOG_LEVEL_ERROR, text); }

    // Ends run() after this turn: done after on_stop(), or with an exit code of our own choice when
    // the plugin cannot go on (it is started again with back-off). What was sent before still
    // leaves; nothing that waits is handled any more.
    void stopped(int exit_code = 0);

 private:
    void read();
    void dispatch(std::span<const std::uint8_t> frame);
    void dispatch(const FrameReader::Part& part);
    template <class Body, class Handler>
    void hand(const FrameReader::Part& part, Handler handler);
    void items_changed(const v1::ItemsChanged& changed);
    void items_committed();
    void check_items(const v1::CheckItems& check);
    template <class Task>
    void guarded(const Task& task);
    void flush();

    const busbar_host& host_;
    Loop& loop_;
    v1::Hello hello_;
    v1::StateChanged incoming_state_;  // these three are reused: they keep their memory
    v1::Command incoming_command_;
    v1::StateChanged outgoing_state_;
    Outbox outbox_;
    bool monitored_ = false;
    std::size_t records_in_turn_ = 0;   // for who watches
    std::uint64_t records_missed_ = 0;  // … and not told yet
    bool announced_ = false;
    bool ended_ = false;  // stopped() was called
    Handle last_handle_ = 0;
    std::uint64_t last_sequence_ = 0;
    std::uint64_t last_id_ = 0;
    int exit_code_ = 0;
};

// The settings of an item as the plugin's own message.
template <class Message>
[[nodiscard]] Result<Message> settings_of(const v1::Item& item) {
    Message message;
    if (!message.ParseFromString(item.settings())) {
        return fail(ErrorCode::InvalidArgument, "item '" + item.id() + "' is not readable");
    }
    return message;
}

// Not for plugins: makes a P, lets it run on a loop of type L until it stops, lets no exception
// out.
int run_caught(int (*run)(const busbar_host&), const busbar_host* host) noexcept;

}  // namespace busbar
