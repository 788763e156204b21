// SPDX-License-Identifier: Apache-2.0
// Instance: the life of one plugin.
#include "plugin/instance.hpp"

#include <algorithm>
#include <system_error>

#include "base/version.hpp"
#include "plugin/in_process.hpp"

namespace busbar {
namespace {

constexpr std::chrono::seconds kRestartDelayMin{1};
constexpr std::chrono::seconds kRestartDelayMax{60};
constexpr std::chrono::seconds kHealthyAfter{60};  // ran that long: the back-off begins anew
constexpr std::chrono::seconds kActionTimeout{60};
constexpr std::chrono::seconds kCheckTimeout{2};
constexpr std::size_t kStatusesMax = 20'000;

// The part of a frame's message that a plugin is told in.
template <class Body>
void tell(Bus& bus, ParticipantId participant, int field, const Body& body) {
    // It has gone, or does not read at all: it will be told everything anew when it starts again.
    (void)bus.tell(participant, field, body);
}

// A folder of the plugin's own. Only its owner can look into it; what is above can be passed
// through, because a plugin may run a server that drops root (the broker does).
Result<std::string> own_folder(const std::filesystem::path& parent, const std::string& plugin) {
    namespace fs = std::filesystem;
    const auto folder = parent / plugin;
    std::error_code error;
    if (fs::create_directories(folder, error);
        !error && fs::status(folder).type() == fs::file_type::directory) {
        return folder.string();
    }
    return fail(ErrorCode::Unavailable,
                "its folder " + folder.string() + " cannot be made: " + error.message());
}

}  // namespace

const char* to_string(PluginState state) {
    switch (state) {
        case PluginState::Stopped:
            return "stopped";
        case PluginState::Running:
            return "running";
        case PluginState::Stopping:
            return "stopping";
        case PluginState::Waiting:
            return "waiting";
        case PluginState::Broken:
            return "broken";
        case PluginState::Stuck:
            return "stuck";
    }
    return "unknown";
}

Instance::Instance(const PluginEnvironment& environment, std::filesystem::path folder,
                   v1::Manifest manifest)
    : environment_(environment),
      folder_(std::move(folder)),
      id_(manifest.id()),
      manifest_(std::move(manifest)),
      log_(environment.log.logger(id_)),
      mailbox_(environment.loop, [this](const Other& other) { on_other(other); }),
      records_(
          environment.loop, [this](std::string body) { on_record(std::move(body)); }, kRecordsMax),
      restart_timer_(environment.loop),
      stop_timer_(environment.loop) {}

Instance::Instance(const PluginEnvironment& environment, std::filesystem::path folder, Error error)
    : Instance(environment, folder, [&] {
          v1::Manifest manifest;
          manifest.set_id(folder.filename().string());
          return manifest;
      }()) {
    usable_ = false;
    become(PluginState::Broken, std::move(error.message));
}

Instance::~Instance() {
    if (state_ == PluginState::Stuck) (void)link_.release();  // its thread still uses it
}

void Instance::start() {
    if (!usable_ || (state_ != PluginState::Stopped && state_ != PluginState::Waiting &&
                     state_ != PluginState::Broken)) {
        return;
    }
    restart_timer_.cancel();
    if (const auto status = load_and_run(); !status) {
        if (participant_ != kNobody) environment_.bus.leave(participant_);
        participant_ = kNobody;
        link_.reset();
        return become(PluginState::Broken, status.error().message);
    }
    become(PluginState::Running, {});
}

Status Instance::load_and_run() {
    if (!library_) library_ = BUSBAR_TRY(Library::load(folder_ / (id_ + ".so")));
    const auto hello = BUSBAR_TRY(make_hello());
    participant_ = BUSBAR_TRY(
        environment_.bus.join(id_, [this](int field, std::span<const std::uint8_t> body) {
            // On the plugin's thread. The log is taken here, so that a flood of lines costs the
            // plugin and not the runtime loop.
            if (field == v1::Message::kLogRecordFieldNumber) return log_record(body);
            if (field == v1::Message::kMonitorRecordFieldNumber) return record(body);
            (void)mailbox_.push({field, std::string(body.begin(), body.end())});
        }));
    tell(environment_.bus, participant_, v1::Message::kHelloFieldNumber, hello);
    tell_items(environment_.items(id_));
    if (watched_) tell_watched();
    link_ = std::make_unique<InProcess>(environment_.loop, environment_.bus, participant_,
                                        library_->entry(), id_);
    started_at_ = environment_.loop.now();
    return link_->start([this](int exit_code) { ended(exit_code); });
}

Result<v1::Hello> Instance::make_hello() const {
    v1::Hello hello;
    hello.set_plugin_id(id_);
    hello.set_runtime_version(kVersion);
    hello.set_state_directory(BUSBAR_TRY(own_folder(environment_.state_directory, id_)));
    hello.set_run_directory(BUSBAR_TRY(own_folder(environment_.run_directory, id_)));
    hello.set_runtime_uuid(environment_.runtime_uuid);
    return hello;
}

void Instance::tell_items(const std::vector<v1::ItemsChanged>& changes) {
    constexpr std::size_t kChunk = 32'768;  // octets of items a message: half a frame
    auto& bus = environment_.bus;
    for (const auto& change : changes) {
        v1::ItemsChanged chunk;
        std::size_t size = 0;
        const auto flush = [&] {
            chunk.set_collection(change.collection());
            tell(bus, participant_, v1::Message::kItemsChangedFieldNumber, chunk);
            chunk.Clear();
            size = 0;
        };
        for (const auto& item : change.items()) {
            const auto item_size = item.ByteSizeLong();
            if (size > 0 && size + item_size > kChunk) flush();
            *chunk.add_items() = item;
            size += item_size;
        }
        for (const auto& id : change.removed_ids()) {
            if (size > 0 && size + id.size() > kChunk) flush();
            chunk.add_removed_ids(id);
            size += id.size();
        }
        if (size > 0) flush();
    }
    tell(bus, participant_, v1::Message::kItemsCommittedFieldNumber, v1::ItemsCommitted{});
}

void Instance::stop(std::chrono::milliseconds timeout, std::function<void()> done) {
    if (state_ == PluginState::Waiting) {
        restart_timer_.cancel();
        become(PluginState::Stopped, {});
    }
    if (state_ != PluginState::Running) return done();
    stop_done_ = std::move(done);
    become(PluginState::Stopping, {});
    v1::Stop stop;
    stop.set_timeout_ms(static_cast<std::uint32_t>(timeout.count()));
    tell(environment_.bus, participant_, v1::Message::kStopFieldNumber, stop);
    stop_timer_.after(timeout, [this] {
        become(PluginState::Stuck, "it did not stop in time; restart the runtime to free it");
        if (stop_done_) std::exchange(stop_done_, {})();
    });
}

void Instance::ended(int exit_code) {
    stop_timer_.cancel();
    link_.reset();
    environment_.bus.leave(participant_);
    participant_ = kNobody;
    abandon_requests();
    forget_statuses();
    if (state_ != PluginState::Running) {
        become(PluginState::Stopped, {});
        if (stop_done_) std::exchange(stop_done_, {})();
        return;
    }
    if (environment_.loop.now() - started_at_ > kHealthyAfter) restart_delay_ = kRestartDelayMin;
    ++restarts_;
    restart_timer_.after(restart_delay_, [this] { start(); });
    become(PluginState::Waiting, "it ended by itself with code " + std::to_string(exit_code) +
                                     "; starts again in " + std::to_string(restart_delay_.count()) +
                                     " s");
    restart_delay_ = std::min(restart_delay_ * 2, kRestartDelayMax);
}

void Instance::become(PluginState state, std::string sentence) {
    state_ = state;
    sentence_ = std::move(sentence);
    const bool bad = state == PluginState::Broken || state == PluginState::Stuck;
    const auto level = bad                             ? spdlog::level::err
                       : state == PluginState::Waiting ? spdlog::level::warn
                                                       : spdlog::level::info;
    if (sentence_.empty()) {
        log_->log(level, "plugin {}", to_string(state));
    } else {
        log_->log(level, "plugin {} reason=\"{}\"", to_string(state), sentence_);
    }
    if (environment_.plugin_changed) environment_.plugin_changed(id_);
}

void Instance::deliver(const std::vector<v1::ItemsChanged>& changes) {
    if (state_ == PluginState::Running) tell_items(changes);
}

void Instance::check(const v1::ItemsChanged& items, CheckDone done) {
    if (state_ != PluginState::Running) return done(std::nullopt);
    const auto id = ++last_request_;
    auto timeout = std::make_unique<Timer>(environment_.loop);
    timeout->after(kCheckTimeout, [this, id] {
        const auto pending = checks_.extract(id);
        log_->warn("settings not checked reason=\"no answer within 2 s\"");
        pending.mapped().done(std::nullopt);
    });
    checks_.emplace(id, PendingCheck{std::move(done), std::move(timeout)});
    v1::CheckItems check;
    check.set_id(id);
    check.set_collection(items.collection());
    *check.mutable_items() = items.items();
    tell(environment_.bus, participant_, v1::Message::kCheckItemsFieldNumber, check);
}

void Instance::action(const std::string& collection, const std::string& item_id,
                      const std::string& action,
                      const std::map<std::string, std::string>& parameters, ActionDone done) {
    if (state_ != PluginState::Running) {
        return done(fail(ErrorCode::FailedPrecondition, "plugin '" + id_ + "' is not running"));
    }
    const auto id = ++last_request_;
    auto timeout = std::make_unique<Timer>(environment_.loop);
    timeout->after(kActionTimeout, [this, id] {
        const auto pending = actions_.extract(id);
        pending.mapped().done(fail(ErrorCode::Timeout, "no answer within 60 s"));
    });
    actions_.emplace(id, PendingAction{std::move(done), std::move(timeout)});
    v1::ActionRequest request;
    request.set_id(id);
    request.set_collection(collection);
    request.set_item_id(item_id);
    request.set_action(action);
    for (const auto& [name, value] : parameters) (*request.mutable_parameters())[name] = value;
    tell(environment_.bus, participant_, v1::Message::kActionRequestFieldNumber, request);
}

void Instance::watch(bool watched) {
    if (std::exchange(watched_, watched) == watched) return;
    if (state_ == PluginState::Running) tell_watched();
}

void Instance::tell_watched() {
    v1::MonitorChanged changed;
    changed.set_watched(watched_);
    tell(environment_.bus, participant_, v1::Message::kMonitorChangedFieldNumber, changed);
}

// On the plugin's thread. A box of their own, so that a flood of records is in nobody's way.
void Instance::record(std::span<const std::uint8_t> body) {
    if (body.size() > kRecordSizeMax) {
        ++records_too_large_;
    } else {
        (void)records_.push(std::string(body.begin(), body.end()));
    }
}

void Instance::on_record(std::string body) {
    if (!watched_ || !environment_.monitor_record) return;
    const auto lost = records_.dropped() + records_too_large_;
    const auto missed = lost - std::exchange(records_lost_told_, lost);
    environment_.monitor_record(id_, std::move(body), missed);
}

void Instance::abandon_requests() {
    for (auto& [id, pending] : std::exchange(actions_, {})) {
        pending.done(fail(ErrorCode::Unavailable, "plugin '" + id_ + "' has ended"));
    }
    for (auto& [id, pending] : std::exchange(checks_, {})) pending.done(std::nullopt);
}

void Instance::forget_statuses() {
    for (auto& [key, status] : std::exchange(statuses_, {})) {
        status.set_state(v1::STATUS_STATE_STOPPED);
        status.clear_figures();
        status.set_text("its plugin is not running");
        if (environment_.status_changed) environment_.status_changed(id_, status);
    }
}

void Instance::on_other(const Other& other) {
    const auto parse = [&](auto& body) { return body.ParseFromString(other.body); };
    if (other.field == v1::Message::kStatusChangedFieldNumber) {
        v1::StatusChanged status;
        if (parse(status)) on_status(std::move(status));
    } else if (other.field == v1::Message::kActionResultFieldNumber) {
        v1::ActionResult result;
        if (!parse(result)) return;
        const auto pending = actions_.extract(result.id());
        if (pending.empty()) return;  // after its time
        pending.mapped().timeout->cancel();
        if (result.succeeded()) {
            pending.mapped().done(result.message());
        } else {
            pending.mapped().done(fail(ErrorCode::FailedPrecondition, result.message()));
        }
    } else if (other.field == v1::Message::kCheckItemsResultFieldNumber) {
        v1::CheckItemsResult result;
        if (!parse(result)) return;
        const auto pending = checks_.extract(result.id());
        if (pending.empty()) return;  // after its time
        pending.mapped().timeout->cancel();
        pending.mapped().done(
            std::vector<v1::Problem>(result.problems().begin(), result.problems().end()));
    }
}

void Instance::on_status(v1::StatusChanged status) {
    if (state_ != PluginState::Running && state_ != PluginState::Stopping) return;  // late
    const StatusKey key{status.collection(), status.item_id()};
    if (status.removed()) {
        statuses_.erase(key);
    } else if (statuses_.size() < kStatusesMax || statuses_.contains(key)) {
        statuses_[key] = status;
    } else {
        return log_->warn("status dropped reason=\"there are 20,000 already\"");
    }
    if (environment_.status_changed) environment_.status_changed(id_, status);
}

void Instance::log_record(std::span<const std::uint8_t> body) const {
    v1::LogRecord record;
    if (!record.ParseFromArray(body.data(), static_cast<int>(body.size()))) return;
    // One line, whatever the plugin made of something a peer sent.
    auto text = record.text().substr(0, 1000);
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20; }, ' ');
    switch (record.level()) {
        case v1::LOG_LEVEL_ERROR:
            return log_->error(text);
        case v1::LOG_LEVEL_WARNING:
            return log_->warn(text);
        case v1::LOG_LEVEL_INFO:
            return log_->info(text);
        default:
            return log_->debug(text);
    }
}

BusFigures Instance::figures() const {
    return participant_ == kNobody ? BusFigures{} : environment_.bus.figures(participant_);
}

}  // namespace busbar
