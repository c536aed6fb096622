package org.kanworkbench.gpu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.gpu.device.Api;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.gpu.device.KeptContexts;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.DeviceLoad;
import org.kanworkbench.training.device.DeviceMonitor;
import org.kanworkbench.training.device.NvidiaDriver;

/** An {@link Api} on its best device; further ones by their number. */
public final class GpuEngine implements Engine {

    /** What names of NVIDIA's cards begin with. */
    private static final String NVIDIA = "NVIDIA ";

    private final Api api;
    private final NvidiaDriver nvidia;
    private final int number;
    /** Engines on further devices, so that each knows what it holds there. */
    private final Map<Integer, Engine> others = new ConcurrentHashMap<>();

    private final AtomicLong held;
    private final boolean keeps;
    /** Null before the first run, and unless it keeps them. Guarded by this. */
    private KeptContexts kept;
    /** The device of the newest run; null before. */
    private volatile ComputeDevice used;
    /** What it told when it was asked; null before. */
    private volatile Device known;

    /** @param nvidia tells of the load of its cards */
    public GpuEngine(Api api, NvidiaDriver nvidia) {
        this(api, nvidia, 0, new AtomicLong(), false);
    }

    /**
     * @param number of the device, the best one first
     * @param held bytes that runs hold there
     * @param keeps whether contexts go on from run to run
     */
    private GpuEngine(Api api, NvidiaDriver nvidia, int number, AtomicLong held, boolean keeps) {
        this.api = api;
        this.nvidia = nvidia;
        this.number = number;
        this.held = held;
        this.keeps = keeps;
    }

    @Override
    public String name() {
        return number == 0 ? api.engine() : api.engine() + ":" + number;
    }

    @Override
    public Optional<Engine> on(int device) {
        return Optional.of(
                device == 0
                        ? this
                        : others.computeIfAbsent(device, n -> new GpuEngine(api, nvidia, n, new AtomicLong(), false)));
    }

    @Override
    public Optional<Engine> sideBySide(int runs) {
        return Optional.of(new GpuRuns(this, runs));
    }

    @Override
    public Engine keeping() {
        return new GpuEngine(api, nvidia, number, held, true);
    }

    @Override
    public synchronized void release() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** The device, or throws IllegalStateException. */
    synchronized ComputeDevice present() {
        if (kept != null) {
            return kept;
        }
        Found found = find();
        used = found.device.orElseThrow(
                () -> new IllegalStateException(name() + " is not available: " + found.missing));
        if (keeps) {
            kept = new KeptContexts(used);
        }
        return keeps ? kept : used;
    }

    /** Bytes that runs hold on the device. */
    AtomicLong held() {
        return held;
    }

    @Override
    public Optional<DeviceMonitor> monitor() {
        return Optional.of(() -> Optional.ofNullable(used).map(this::load));
    }

    /** By NVIDIA's program for its cards; for others, what runs of this program hold. */
    private DeviceLoad load(ComputeDevice device) {
        List<NvidiaDriver.Gpu> gpus = device.name().startsWith(NVIDIA) ? nvidia.gpus() : List.of();
        List<NvidiaDriver.Gpu> named =
                gpus.stream().filter(gpu -> gpu.name().equals(device.name())).toList();
        // Of two alike it is not known which one this is.
        return named.size() == 1
                ? named.getFirst().load()
                : new DeviceLoad(device.name(), held.get(), device.bytes(), Double.NaN);
    }

    @Override
    public Device device() {
        Device asked = known;
        return asked != null ? asked : api.expected();
    }

    @Override
    public Device probed() {
        Found found = find();
        known = found.device
                .map(device -> Device.of(device.name() + " (" + device.driver() + ")", device.bytes()))
                .orElseGet(() -> Device.missing(found.missing));
        return known;
    }

    /** A device, or why there is none. */
    private record Found(Optional<ComputeDevice> device, String missing) {
        static Found nothing(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    private Found find() {
        List<? extends ComputeDevice> devices;
        try {
            devices = api.devices();
        } catch (DeviceException e) {
            return Found.nothing(
                    api.title() + " does not tell its devices (" + e.getMessage() + "): install its driver anew");
        }
        if (devices.isEmpty()) {
            return Found.nothing(api.nothing());
        }
        if (number >= devices.size()) {
            return Found.nothing(
                    api.title() + " has no device of number " + number + ": `devices` lists what there is");
        }
        ComputeDevice device = devices.get(number);
        return device.lack().map(Found::nothing).orElseGet(() -> new Found(Optional.of(device), ""));
    }

    @Override
    public Optional<String> obstacle(Configuration configuration) {
        NetworkSpec network = configuration.network();
        boolean refined = configuration.recipe().gridRefinement().active() && SplineGrids.in(network);
        return VectorEngine.withoutPenalty(configuration).or(() -> api.obstacle(network, refined));
    }

    @Override
    public Stepper begin(Task task) {
        return new DeviceStepper(present(), held, task);
    }

    @Override
    public Optional<String> explain(Throwable failure, Configuration configuration) {
        if (!(failure instanceof DeviceException e)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (e.kind()) {
                    case MEMORY -> Engine.notEnough("memory on the " + api.title() + " device", configuration);
                    case KERNELS -> e.getMessage() + ": update the driver, or train with " + Configuration.VECTOR;
                    case OTHER ->
                        "the " + api.title() + " device failed (" + e.getMessage() + "): train again, or with "
                                + Configuration.VECTOR;
                });
    }
}
